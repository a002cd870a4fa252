import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { beam, greedy, lengthNormalization, search } from '../index.ts';
import { largestDivisors } from './length-penalty.ts';

test('alpha 0 divides by nothing, 1 by the length, a half by its root', () => {
  expect([1, 4, 9].map(lengthNormalization(0))).toEqual([1, 1, 1]);
  expect([1, 4, 9].map(lengthNormalization(1))).toEqual([1, 4, 9]);
  expect([1, 4, 9].map(lengthNormalization(0.5))).toEqual([1, 2, 3]);
});

test.each([-0.1, Number.NaN, Infinity])('alpha %s is an error', (alpha) => {
  expect(() => lengthNormalization(alpha)).toThrow(/alpha must be a finite number of at least 0/);
});

test('the largest divisor of what may still come', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { maxLength: 30 }), (divisors) => {
      const largest = largestDivisors((length) => divisors[length - 1]!, divisors.length);
      const expected = divisors.map((_, index) => Math.max(...divisors.slice(index)));
      expect(Array.from(largest.slice(1))).toEqual(expected);
    }),
    { seed: 1, numRuns: 300 },
  );
});

// Ending at once: 0.5. Going on: 0.5 · 0.9 · 0.9 = 0.405, three tokens.
const twoWays = () =>
  tableModel({
    vocabularySize: 2,
    nextProbabilities: (_, prefix) =>
      [
        [0.5, 0.5],
        [0.1, 0.9],
        [0.9, 0.1],
      ][prefix.length]!,
  });

const best = async (alpha: number) => {
  const model = twoWays();
  const strategy = beam({ width: 2, lengthPenalty: lengthNormalization(alpha) });
  return (await search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 3 }, strategy))[0]![0]!;
};

test('a larger alpha prefers the longer output, with scores as worked by hand', async () => {
  expect((await best(0)).tokens).toEqual([0]);
  expect((await best(0)).score).toBeCloseTo(-Math.LN2, 5); // ln 0.5
  expect((await best(1)).tokens).toEqual([1, 1, 0]);
  expect((await best(1)).score).toBeCloseTo(-0.301289, 5); // ln 0.405 / 3
});

test.each([0, -1, Number.NaN, Infinity])('a penalty of %s is an error that names the length', async (divisor) => {
  for (const strategy of [beam({ width: 2, lengthPenalty: () => divisor }), greedy({ lengthPenalty: () => divisor })]) {
    const model = twoWays();
    const searching = search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 3 }, strategy);
    await expect(searching).rejects.toThrow(/lengthPenalty: must give a positive finite number .* for length \d/);
    expect(model.openStates).toBe(0);
  }
});
