import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { expectClose } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import { dropout } from './dropout.ts';

const training = (seed: number): Mode => ({ training: true, random: createRandom(seed) });

cpuTest('does nothing at all when not training, or at rate 0', () => {
  const values = tf.tensor1d([1, 2, 3]);
  expect(dropout(values, 0.9, { training: false })).toBe(values);
  expect(dropout(values, 0, training(1))).toBe(values);
});

cpuTest('each value is either gone or scaled by 1 / (1 − rate)', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.9, noNaN: true }), fc.nat(), (rate, seed) => {
      const values = Array.from({ length: 60 }, (_, i) => i + 1);
      const dropped = dropout(tf.tensor2d(values, [6, 10]), rate, training(seed));
      expect(dropped.shape).toEqual([6, 10]);
      const kept = dropped.dataSync();
      expectClose(
        kept,
        values.map((value, i) => (kept[i] === 0 ? 0 : value / (1 - rate))),
      );
    }),
    { seed: 1, numRuns: 50 },
  );
});

cpuTest('the share that is gone is the rate, and the expectation stays', () => {
  const count = 40_000;
  for (const rate of [0.1, 0.5, 0.8]) {
    const dropped = dropout(tf.ones([count]), rate, training(3)).dataSync<'float32'>();
    const gone = dropped.filter((value) => value === 0).length / count;
    const mean = dropped.reduce((sum, value) => sum + value, 0) / count;
    // Five standard deviations of a binomial share: a right implementation fails once in two million seeds.
    const margin = 5 * Math.sqrt((rate * (1 - rate)) / count);
    expect(Math.abs(gone - rate)).toBeLessThan(margin);
    expect(Math.abs(mean - 1)).toBeLessThan(margin / (1 - rate));
  }
});

cpuTest('the same seed drops the same, another seed and the next call something else', () => {
  const drop = (mode: Mode): number[] => [...dropout(tf.ones([50]), 0.5, mode).dataSync()];
  expect(drop(training(1))).toEqual(drop(training(1)));
  expect(drop(training(1))).not.toEqual(drop(training(2)));
  const mode = training(1);
  const first = drop(mode);
  expect(drop(mode)).not.toEqual(first);
});

cpuTest('the gradient passes where the value passed, scaled alike', () => {
  const values = tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8]);
  const gradient = tf.grad((x) => tf.sum(dropout(x, 0.5, training(4))))(values);
  const scale = tf.div(dropout(values, 0.5, training(4)), values);
  expectClose(gradient, scale);
  expect(new Set(gradient.dataSync())).toEqual(new Set([0, 2]));
});

cpuTest('a rate that is none is refused, also when not training', () => {
  const values = tf.tensor1d([1]);
  for (const rate of [-0.1, 1, 1.5, Number.NaN]) {
    expect(() => dropout(values, rate, { training: false })).toThrow(
      `dropout: rate is ${rate}; give a number from 0 up to, not including, 1.`,
    );
  }
});
