// What tfjs says when something is missing, in words that say what to write instead.

/** What does the work of an operation that a backend may lack. */
const instead: Readonly<Record<string, string>> = {
  Einsum: 'write it with tf.matMul or batchedDot',
  UnsortedSegmentSum: 'write it as a product with tf.oneHot',
  SparseSegmentSum: 'write it as a product with tf.oneHot',
};

/** Names the operation that a backend cannot do or that has no gradient; other messages stay as they are. */
export const explainProblem = (message: string): string => {
  const missing = /Kernel '(\w+)' not registered for backend '(\w+)'/.exec(message);
  if (missing) {
    const [, kernel = '', backend = ''] = missing;
    const advice = instead[kernel] ?? 'use another operation';
    return `the backend ${backend} has no ${kernel}; ${advice}, or choose the backend cpu. ${withoutKernel(message)}`.trimEnd();
  }
  const slopeless = /gradient function not found for (\w+)/i.exec(message);
  if (slopeless) {
    const named = `tfjs has no gradient of ${slopeless[1]}`;
    return `${named}; put hard decisions inside withoutGradient of @seq2seq/core, or use an operation that has one.`;
  }
  return message;
};

/** The place, if the message named one before tfjs spoke. */
const withoutKernel = (message: string): string => /^scorer\.ts:\d+:\d+/.exec(message)?.[0] ?? '';
