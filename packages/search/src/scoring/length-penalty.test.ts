import { expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import {
  beam,
  greedy,
  lengthNormalization,
  noLengthPenalty,
  search,
  sockeyeLengthPenalty,
  wuLengthPenalty,
  type LengthPenalty,
} from '../index.ts';

const at = (lengths: readonly number[], penalty: LengthPenalty) => lengths.map((length) => penalty(length));

test('alpha 0 divides by nothing, 1 by the length, a half by its root', () => {
  expect(at([1, 4, 9], lengthNormalization(0))).toEqual([1, 1, 1]);
  expect(at([1, 4, 9], lengthNormalization(1))).toEqual([1, 4, 9]);
  expect(at([1, 4, 9], lengthNormalization(0.5))).toEqual([1, 2, 3]);
  expect(at([1, 4, 9], noLengthPenalty)).toEqual([1, 1, 1]);
});

test('Wu: 1 at one token, then (5 + T) / 6 to the power alpha', () => {
  expect(at([1, 7, 13], wuLengthPenalty(1))).toEqual([1, 2, 3]);
  expect(at([1, 7, 19], wuLengthPenalty(2))).toEqual([1, 4, 16]);
  expect(at([1, 49], wuLengthPenalty(0.5))).toEqual([1, 3]);
});

test('Sockeye: beta 0 is the power of the length, beta 5 is Wu, others lie between', () => {
  expect(at([1, 4, 9], sockeyeLengthPenalty(0.5, 0))).toEqual([1, 2, 3]);
  expect(at([1, 7, 13], sockeyeLengthPenalty(1, 5))).toEqual(at([1, 7, 13], wuLengthPenalty(1)));
  expect(at([1, 5, 9], sockeyeLengthPenalty(2, 3))).toEqual([1, 4, 9]); // ((3 + T) / 4)²
});

test.each([-0.1, Number.NaN, Infinity])('alpha or beta %s is an error', (wrong) => {
  const message = (name: string) => new RegExp(`${name} must be a finite number of at least 0, got ${wrong}; `);
  expect(() => lengthNormalization(wrong)).toThrow(message('lengthNormalization: alpha'));
  expect(() => wuLengthPenalty(wrong)).toThrow(message('wuLengthPenalty: alpha'));
  expect(() => sockeyeLengthPenalty(wrong, 0)).toThrow(message('sockeyeLengthPenalty: alpha'));
  expect(() => sockeyeLengthPenalty(1, wrong)).toThrow(message('sockeyeLengthPenalty: beta'));
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
