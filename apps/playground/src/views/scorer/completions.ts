// What the editor offers: the operations of tfjs-core behind `tf.`, and what the two packages and a scorer are made of elsewhere.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { localCompletionSource } from '@codemirror/lang-javascript';

/** Operations that scorers are written with, and their arguments. */
const operations: Readonly<Record<string, string>> = {
  abs: '(x)',
  add: '(a, b)',
  cast: '(x, dtype)',
  clipByValue: '(x, min, max)',
  concat: '(tensors, axis)',
  conv1d: '(x, filter, stride, pad)',
  cos: '(x)',
  cumsum: '(x, axis)',
  div: '(a, b)',
  einsum: '(equation, ...tensors)',
  elu: '(x)',
  exp: '(x)',
  expandDims: '(x, axis)',
  fill: '(shape, value)',
  gather: '(x, indices, axis)',
  greater: '(a, b)',
  less: '(a, b)',
  log: '(x)',
  log1p: '(x)',
  logSumExp: '(x, axis)',
  matMul: '(a, b, transposeA?, transposeB?)',
  max: '(x, axis, keepDims)',
  maximum: '(a, b)',
  mean: '(x, axis, keepDims)',
  min: '(x, axis, keepDims)',
  minimum: '(a, b)',
  mul: '(a, b)',
  neg: '(x)',
  ones: '(shape)',
  onesLike: '(x)',
  pad: '(x, paddings)',
  pow: '(base, exponent)',
  range: '(start, stop, step)',
  reciprocal: '(x)',
  relu: '(x)',
  reshape: '(x, shape)',
  rsqrt: '(x)',
  selu: '(x)',
  sigmoid: '(x)',
  sin: '(x)',
  slice: '(x, begin, size)',
  softmax: '(x)',
  softplus: '(x)',
  split: '(x, sizes, axis)',
  sqrt: '(x)',
  square: '(x)',
  squeeze: '(x, axes)',
  stack: '(tensors, axis)',
  sub: '(a, b)',
  sum: '(x, axis, keepDims)',
  tanh: '(x)',
  tile: '(x, reps)',
  transpose: '(x, perm)',
  unstack: '(x, axis)',
  where: '(condition, a, b)',
  zeros: '(shape)',
  zerosLike: '(x)',
};

const afterTf: readonly Completion[] = [
  ...Object.entries(operations).map(([label, detail]): Completion => ({ label, detail, type: 'function' })),
  ...['Tensor', 'Tensor1D', 'Tensor2D', 'Tensor3D', 'Scalar'].map((label): Completion => ({ label, type: 'type' })),
];

const elsewhere: readonly Completion[] = [
  {
    label: 'defineScorer',
    detail: '(create, about?)',
    type: 'function',
    info: 'A scorer of your own: @seq2seq/attention',
  },
  {
    label: 'batchedDot',
    detail: '(query, keys)',
    type: 'function',
    info: 'q · m for all positions: @seq2seq/attention',
  },
  { label: 'maskedSoftmax', detail: '(scores, allowed)', type: 'function', info: '@seq2seq/attention' },
  { label: 'withoutGradient', detail: '(compute)', type: 'function', info: 'For hard decisions: @seq2seq/core' },
  { label: 'glorotUniform', type: 'variable', info: 'First values of a matrix: @seq2seq/core' },
  { label: 'constant', detail: '(value)', type: 'function', info: 'First values that are all the same: @seq2seq/core' },
  { label: 'uniform', detail: '(limit)', type: 'function', info: 'First values: @seq2seq/core' },
  { label: 'zeros', type: 'variable', info: 'First values: @seq2seq/core' },
  { label: 'parameters.create', detail: '(name, shape, first)', type: 'method', info: 'A weight of the scorer' },
  ...['querySize', 'memorySize', 'prepare', 'score', 'begin', 'note', 'query', 'keys', 'values', 'history'].map(
    (label): Completion => ({ label, type: 'property' }),
  ),
  ...['history.position', 'history.previous', 'history.coverage', 'history.notes'].map((label): Completion => ({
    label,
    type: 'property',
  })),
];

const modules: readonly Completion[] = ['@tensorflow/tfjs-core', '@seq2seq/attention', '@seq2seq/core'].map(
  (label): Completion => ({ label, type: 'namespace' }),
);

export const completeScorer = (context: CompletionContext): CompletionResult | null => {
  const operation = context.matchBefore(/\btf\.\w*/);
  if (operation) return { from: operation.from + 'tf.'.length, options: [...afterTf], validFor: /^\w*$/ };
  const module = context.matchBefore(/from '[@\w/-]*/);
  if (module) return { from: module.from + "from '".length, options: [...modules], validFor: /^[@\w/-]*$/ };
  const word = context.matchBefore(/[\w.]+/);
  if (!word && !context.explicit) return null;
  const local = localCompletionSource(context);
  const options = [...elsewhere, ...(local?.options ?? [])];
  return { from: word?.from ?? context.pos, options, validFor: /^[\w.]*$/ };
};
