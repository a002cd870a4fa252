import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withoutGradient } from './without-gradient.ts';

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

/** The gradient at `x` of the sum of `compute(x)`. */
const gradientAt = (x: readonly number[], compute: (x: Tensor1D) => tf.Tensor): number[] =>
  tf.tidy(() => [
    ...tf
      .grad((input) => tf.sum<Scalar>(compute(input as Tensor1D)))(tf.tensor1d([...x]))
      .dataSync(),
  ]);

test('a comparison on the way of a gradient is refused by tfjs, and goes through here', () => {
  const positive = (x: Tensor1D) => tf.cast(tf.greater(x, 0), 'float32');
  expect(() => gradientAt([-2, 3], (x) => tf.mul(tf.square(x), positive(x)))).toThrow(/gradient/i);
  // tfjs loses the tensors it had saved when it throws.
  before = tf.memory().numTensors;
  // Of x² where x > 0: by hand, 2x there and 0 elsewhere.
  expect(
    gradientAt([-1, 3], (x) =>
      tf.mul(
        tf.square(x),
        withoutGradient(() => positive(x)),
      ),
    ),
  ).toEqual([-0, 6]);
});

test('it serves as the condition of a choice', () => {
  const rectified = (x: Tensor1D) =>
    tf.where(
      withoutGradient(() => tf.greater(x, 0)),
      x,
      tf.mul(x, 0.5),
    );
  expect(gradientAt([-2, 3], rectified)).toEqual([0.5, 1]);
});

test('no gradient passes, not even through what is returned untouched or was computed before', () => {
  // Of x · [x²]: by hand, the constant [x²] remains.
  expect(
    gradientAt([2, 3], (x) =>
      tf.mul(
        x,
        withoutGradient(() => tf.square(x)),
      ),
    ),
  ).toEqual([4, 9]);
  expect(
    gradientAt([2, 3], (x) =>
      tf.mul(
        x,
        withoutGradient(() => x),
      ),
    ),
  ).toEqual([2, 3]);
  expect(
    gradientAt([2, 3], (x) => {
      const square = tf.square(x);
      return tf.mul(
        x,
        withoutGradient(() => square),
      );
    }),
  ).toEqual([4, 9]);
});

test('without differentiation it changes nothing, and what it returns is its own', () => {
  const x = tf.tensor1d([1, -2]);
  const same = withoutGradient(() => x);
  const larger = withoutGradient(() => tf.greater(tf.mul(x, 2), tf.add(x, 0.5)));
  expect([...larger.dataSync()]).toEqual([1, 0]);
  expect(larger.dtype).toBe('bool');
  x.dispose();
  expect([...same.dataSync()]).toEqual([1, -2]);
  tf.dispose([same, larger]);
});
