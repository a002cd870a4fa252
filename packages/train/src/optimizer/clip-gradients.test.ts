import '@tensorflow/tfjs-backend-cpu';
import { expectNoLeak } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { clipFactor, globalNorm } from './clip-gradients.ts';

beforeAll(() => tf.setBackend('cpu'));

const normOf = (gradients: readonly (readonly number[])[]): number => {
  const tensors = gradients.map((values, i): [string, tf.Tensor] => [`g${i}`, tf.tensor1d([...values])]);
  const norm = globalNorm(new Map(tensors));
  const [value = NaN] = norm.dataSync();
  tf.dispose([norm, ...tensors.map(([, tensor]) => tensor)]);
  return value;
};

const anyGradients = fc.array(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

test('the norm is that of all gradients in one vector; longer ones become as long as the maximum, shorter ones stay', () => {
  fc.assert(
    fc.property(anyGradients, fc.constantFrom(0.1, 1, 50, 1000), (gradients, maximum) => {
      const length = Math.hypot(...gradients.flat());
      const norm = normOf(gradients);
      expect(norm).toBeCloseTo(length, 3);
      const factor = clipFactor(norm, maximum);
      if (length > maximum)
        expect(Math.hypot(...gradients.flat().map((value) => value * factor))).toBeCloseTo(maximum, 3);
      else expect(factor).toBe(1);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('by hand: 3 and 4 make 5, and a fifth of them 1', () => {
  expectNoLeak(() => expect(normOf([[3], [4]])).toBe(5));
  expect(clipFactor(5, 1)).toBe(0.2);
});

test('without a maximum nothing is clipped; zeros have no length', () => {
  expect(clipFactor(500)).toBe(1);
  expect(clipFactor(normOf([[0, 0]]), 1)).toBe(1);
});

test('one number that is not finite shows', () => {
  expect(normOf([[1], [Infinity, 2]])).toBe(Infinity);
  expect(normOf([[1], [NaN, 2]])).toBeNaN();
});
