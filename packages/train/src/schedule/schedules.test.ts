import { expect, test } from 'vitest';
import { noProgress } from '../training-progress.ts';
import { constant } from './constant.ts';
import { inverseSquareRoot } from './inverse-square-root.ts';
import type { LearningRateSchedule } from './learning-rate-schedule.ts';
import { linearDecay } from './linear-decay.ts';
import { warmup } from './warmup.ts';

/** The rates of the steps with these numbers, counted from 1. */
const ratesAt = (schedule: LearningRateSchedule, numbers: readonly number[]): number[] =>
  numbers.map((number) => schedule({ ...noProgress, step: number - 1 }));

test('constant is constant', () => {
  expect(ratesAt(constant(0.3), [1, 2, 1000])).toEqual([0.3, 0.3, 0.3]);
});

test('warm-up grows in equal parts, then leaves the other schedule alone', () => {
  expect(ratesAt(warmup(4, constant(2)), [1, 2, 3, 4, 5, 99])).toEqual([0.5, 1, 1.5, 2, 2, 2]);
});

test('inverse square root holds, then a fourfold step halves the rate', () => {
  expect(ratesAt(inverseSquareRoot({ peak: 8, from: 100 }), [1, 100, 400, 1600])).toEqual([8, 8, 4, 2]);
});

test('with warm-up it is the Transformer’s formula up to scale', () => {
  const [size, steps] = [512, 4000];
  const paper = (n: number): number => size ** -0.5 * Math.min(n ** -0.5, n * steps ** -1.5);
  const ours = warmup(steps, inverseSquareRoot({ peak: paper(steps), from: steps }));
  for (const n of [1, 17, 3999, 4000, 4001, 123_456])
    expect(ours({ ...noProgress, step: n - 1 })).toBeCloseTo(paper(n), 12);
});

test('linear decay follows its line over steps or seconds and stays at its ends', () => {
  const overSteps = linearDecay({ peak: 1, floor: 0.5, from: 10, to: 20, of: 'step' });
  expect([0, 10, 15, 20, 99].map((step) => overSteps({ ...noProgress, step }))).toEqual([1, 1, 0.75, 0.5, 0.5]);
  const overTime = linearDecay({ peak: 4, floor: 0, from: 0, to: 8, of: 'seconds' });
  expect([0, 2, 8, 9].map((seconds) => overTime({ ...noProgress, step: 7, seconds }))).toEqual([4, 3, 0, 0]);
});

test.each([
  ['constant.rate is -1', () => constant(-1)],
  ['constant.rate is NaN', () => constant(NaN)],
  ['warmup.steps is 0', () => warmup(0, constant(1))],
  ['inverseSquareRoot.from is 0', () => inverseSquareRoot({ peak: 1, from: 0 })],
  [
    'linearDecay.to is 5; give a finite number above 5',
    () => linearDecay({ peak: 1, floor: 0, from: 5, to: 5, of: 'step' }),
  ],
])('refuses: %s', (message, build) => {
  expect(build).toThrow(message);
});
