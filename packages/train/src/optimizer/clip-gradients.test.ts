import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { clipGradients } from './clip-gradients.ts';

beforeAll(() => tf.setBackend('cpu'));

type Clipped = { readonly norm: number; readonly gradients: number[][] };

const clip = (gradients: readonly number[][], maximum?: number): Clipped => {
  let result: Clipped = { norm: NaN, gradients: [] };
  tf.tidy(() => {
    const tensors = gradients.map((values, i): [string, tf.Tensor] => [`g${i}`, tf.tensor1d(values)]);
    const { norm, gradients: clipped } = clipGradients(new Map(tensors), maximum);
    result = {
      norm: norm.dataSync()[0] ?? NaN,
      gradients: [...clipped.values()].map((tensor) => [...tensor.dataSync()]),
    };
  });
  return result;
};

const anyGradients = fc.array(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

test('the norm is that of all gradients in one vector; longer ones become as long as the maximum, shorter ones stay', () => {
  fc.assert(
    fc.property(anyGradients, fc.constantFrom(0.1, 1, 50, 1000), (gradients, maximum) => {
      const length = Math.hypot(...gradients.flat());
      const { norm, gradients: clipped } = clip(gradients, maximum);
      expect(norm).toBeCloseTo(length, 3);
      const factor = length > maximum ? maximum / length : 1;
      for (const [i, value] of gradients.flat().entries()) {
        if (factor === 1) expect(clipped.flat()[i]).toBe(value);
        else expect(clipped.flat()[i]).toBeCloseTo(value * factor, 4);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('by hand: 3 and 4 make 5, clipped to 1 they are 0.6 and 0.8', () => {
  const { norm, gradients } = clip([[3], [4]], 1);
  expect(norm).toBe(5);
  expect(gradients[0]?.[0]).toBeCloseTo(0.6, 6);
  expect(gradients[1]?.[0]).toBeCloseTo(0.8, 6);
});

test('without a maximum nothing is clipped; zeros stay zeros', () => {
  expect(clip([[300, 400]])).toEqual({ norm: 500, gradients: [[300, 400]] });
  expect(clip([[0, 0]], 1)).toEqual({ norm: 0, gradients: [[0, 0]] });
});
