import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'seq2seq';
import { beforeAll, describe, expect, test } from 'vitest';
import { bareProduct } from './bare-product.ts';
import { type Product, productName } from './products.ts';

const [rows, depth, columns] = [3, 5, 7];
const a = (i: number, d: number): number => i + 2 * d - 4;
const b = (d: number, j: number): number => 3 * d - j;

/** Rows of values, or columns stored as rows. */
const stored = (value: (i: number, j: number) => number, height: number, width: number, isTransposed: boolean) =>
  tf.tensor2d(
    isTransposed
      ? Array.from({ length: width }, (_, j) => Array.from({ length: height }, (_row, i) => value(i, j)))
      : Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_column, j) => value(i, j))),
  );

const productsToTry: readonly Product[] = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ rows, depth, columns, transposeA, transposeB })),
);

describe.each(['simd', 'simd-strict'] as const)('%s', (backend) => {
  beforeAll(() => useBackend(backend, { threads: 1 }));

  test.each(productsToTry.map((product) => [productName(product), product] as const))('%s', (_, product) => {
    const result: tf.Tensor2D = tf.zeros([rows, columns]);
    const left = stored(a, rows, depth, product.transposeA);
    const right = stored(b, depth, columns, product.transposeB);
    const multiply = bareProduct(left, right, product, result);
    multiply();
    multiply();
    const wanted = Array.from({ length: rows }, (_row, i) =>
      Array.from({ length: columns }, (_column, j) =>
        Array.from({ length: depth }, (_d, d) => a(i, d) * b(d, j)).reduce((sum, term) => sum + term, 0),
      ),
    );
    expect(result.arraySync()).toEqual(wanted);
    tf.dispose([left, right, result]);
  });
});
