import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { batchedDot } from './batched-dot.ts';

test('each query meets its own row alone', () => {
  expectTidy(() => {
    const query = tf.tensor2d([
      [1, 2],
      [-1, 0.5],
    ]);
    const values = tf.tensor3d([
      [
        [1, 0],
        [0, 1],
        [3, -1],
      ],
      [
        [2, 2],
        [0, 0],
        [-4, 8],
      ],
    ]);
    // By hand: 1, 2, 3 − 2 and −2 + 1, 0, 4 + 4.
    expectNumbers(batchedDot(query, values), [
      [1, 2, 1],
      [-1, 0, 8],
    ]);
  });
});

test('a source and a batch of length 1 keep their axes', () => {
  expectTidy(() => expectNumbers(batchedDot(tf.tensor2d([[3]]), tf.tensor3d([[[-2]]])), [[-6]]));
});

test('refuses widths that differ', () => {
  expectTidy(() => {
    expect(() => batchedDot(tf.zeros([2, 3]), tf.zeros([2, 5, 4]))).toThrow(
      'batchedDot: values should be [B, S, D] with B = 2, S = 5, D = 3, but is [2, 5, 4]',
    );
  });
});
