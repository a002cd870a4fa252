// Sparsemax and entmax with α = 1.5: numbers worked by hand.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import type { Matrix } from '../__fixtures__/float64-loops.ts';
import { entmax15 } from './entmax15.ts';
import type { SparseNormalizer } from './sparse-normalizer.ts';
import { sparsemax } from './sparsemax.ts';

/** Of scores that are all allowed. */
const weightsOf = (normalize: SparseNormalizer, scores: Matrix): Tensor2D => {
  const given = tf.tensor2d(scores as number[][]);
  return normalize(given, tf.onesLike(given));
};

// max(score − τ, 0): τ is 1/4 over the first two of row one, 1 over the first alone in row two, −1/12 over all in row three.
test('sparsemax by hand', () => {
  const scores = [
    [1, 0.5, 0],
    [2, 1, -1e30],
    [0.5, 0.25, 0],
  ];
  const wanted = [
    [3 / 4, 1 / 4, 0],
    [1, 0, 0],
    [7 / 12, 4 / 12, 1 / 12],
  ];
  expectTidy(() => expectNumbers(weightsOf(sparsemax, scores), wanted));
});

// Halves of the scores less τ are 0.8 and 0.6 in row one, 1 in row two, √2⁻¹ twice in row three, 0.5 four times in row four: squares sum to one.
test('entmax with α = 1.5 by hand', () => {
  const scores = [
    [0.4, 0, -1.5, -2],
    [5, 3, 2, 1e-30],
    [1, 1, -1, -1e30],
    [-4, -4, -4, -4],
  ];
  const wanted = [
    [0.64, 0.36, 0, 0],
    [1, 0, 0, 0],
    [0.5, 0.5, 0, 0],
    [0.25, 0.25, 0.25, 0.25],
  ];
  expectTidy(() => expectNumbers(weightsOf(entmax15, scores), wanted));
});

// Slopes are 1, 1, 0 for sparsemax and 0.8, 0.6, 0 for entmax: the gradient of the first weight is s₀ (1 − s₀ / Σs), −s₀ s₁ / Σs, 0.
test('gradients by hand', () => {
  const gradientOf = (normalize: SparseNormalizer, scores: number[]): tf.Tensor =>
    tf.grad((x) => tf.sum(tf.mul(normalize(x as Tensor2D, tf.onesLike(x) as Tensor2D), [[1, 0, 0]])))(
      tf.tensor2d([scores]),
    );
  expectTidy(() => {
    expectNumbers(gradientOf(sparsemax, [1, 0.5, -1]), [[0.5, -0.5, 0]]);
    expectNumbers(gradientOf(entmax15, [0.4, 0, -1.5]), [[0.8 - 0.64 / 1.4, -0.48 / 1.4, 0]]);
  });
});
