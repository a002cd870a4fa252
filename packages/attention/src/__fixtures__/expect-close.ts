import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

type Nested = number | readonly Nested[];

/** Holds a tensor against nested arrays: the same shape, and each |a − b| ≤ tolerance · max(1, |b|). */
export const expectClose = (actual: Tensor, wanted: Nested, tolerance = 1e-5): void => {
  expect(actual.shape).toEqual(shapeOf(wanted));
  const numbers = [wanted].flat(Number.POSITIVE_INFINITY) as number[];
  for (const [i, value] of actual.dataSync().entries()) {
    const expected = numbers[i] as number;
    if (!(Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected)))) {
      expect.fail(`number ${i} of ${numbers.length} is ${value}, expected ${expected}`);
    }
  }
};

const shapeOf = (nested: Nested): number[] => (typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] as Nested)]);
