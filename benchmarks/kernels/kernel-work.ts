// The kernels that most of the time goes to, one after the other: each is called for a few milliseconds, and a piece of work is all of them
// once, so that rounds interleave them and a slow moment of the machine hits all alike.
import { createRandom, type Random } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Figures, Work } from '../side.ts';
import { bareProduct } from './bare-product.ts';
import { elementwiseNames, elementwiseShape } from './elementwise.ts';
import { type Product, productName, products } from './products.ts';

/** How long a kernel is called before its time is taken. */
const spanMs = 4;

type Kernel = { readonly name: string; readonly call: () => void; calls: number };

/** Nanoseconds a call of every kernel, by name: `matMul …`, `gemm …`, `exp` and so on. */
export const kernelWork = (): Work => {
  const random = createRandom(3);
  const kernels = [...products.flatMap((product) => productKernels(product, random)), ...elementwiseKernels(random)];
  return async () => {
    const figures: Record<string, number> = {};
    for (const kernel of kernels) figures[kernel.name] = nanosecondsOf(kernel);
    return figures satisfies Figures;
  };
};

const nanosecondsOf = (kernel: Kernel): number => {
  const started = performance.now();
  for (let call = 0; call < kernel.calls; call++) kernel.call();
  const milliseconds = (performance.now() - started) / kernel.calls;
  // The first rounds, in which everything warms up, also find out how many calls are enough.
  kernel.calls = Math.max(1, Math.ceil(spanMs / milliseconds));
  return milliseconds * 1e6;
};

const uniformValues = (shape: [number, number], random: Random): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: shape[0] * shape[1] }, () => 2 * random.next() - 1),
    shape,
  );

/** The same product as tf.matMul computes it, on all threads, and alone, on one. */
const productKernels = (product: Product, random: Random): Kernel[] => {
  const { rows, depth, columns, transposeA, transposeB } = product;
  const a = uniformValues(transposeA ? [depth, rows] : [rows, depth], random);
  const b = uniformValues(transposeB ? [columns, depth] : [depth, columns], random);
  const result: tf.Tensor2D = tf.zeros([rows, columns]);
  const bare = bareProduct(a, b, product, result);
  const name = productName(product);
  bare();
  const difference = tf.tidy(() => {
    const wanted = tf.matMul(a, b, transposeA, transposeB);
    return (tf.max(tf.abs(tf.sub(wanted, result))).dataSync() as Float32Array)[0] as number;
  });
  if (!(difference < 1e-3)) {
    throw new Error(
      `gemm ${name}: expected what tf.matMul gives, got ${difference} off; does bare-product.ts still fit?`,
    );
  }
  return [
    { name: `matMul ${name}`, call: () => tf.dispose(tf.matMul(a, b, transposeA, transposeB)), calls: 1 },
    { name: `gemm ${name}`, call: bare, calls: 1 },
  ];
};

const elementwiseKernels = (random: Random): Kernel[] => {
  const [rows, columns] = elementwiseShape;
  const x = uniformValues([rows, columns], random);
  const y = uniformValues([rows, columns], random);
  const halves = tf.split(x, 2, 0);
  const operations: Readonly<Record<(typeof elementwiseNames)[number], () => tf.Tensor>> = {
    exp: () => tf.exp(x),
    tanh: () => tf.tanh(x),
    sigmoid: () => tf.sigmoid(x),
    softmax: () => tf.softmax(x),
    add: () => tf.add(x, y),
    copy: () => tf.concat(halves, 0),
  };
  return elementwiseNames.map((name) => ({ name, call: () => tf.dispose(operations[name]()), calls: 1 }));
};
