import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import {
  beam,
  exhaustive,
  greedy,
  lengthNormalization,
  noLengthPenalty,
  search,
  summaryCoverage,
  wuLengthPenalty,
  type ScoringOptions,
} from '../index.ts';
import { emptyHistory } from '../history.ts';
import { scoring } from './scorer.ts';

// One output, of two words and the end of sentence: ½, then ½, then ¼; in nats −2 · ln 2 and −2 · ln 2 more.
const onlyWay = () =>
  tableModel({
    vocabularySize: 2,
    nextProbabilities: (_, prefix) => [prefix.length < 2 ? 0 : 0.25, prefix.length < 2 ? 0.5 : 0],
  });
const task = { sources: 1, bos: 0, eos: 0, maxLength: 9, sourceLengths: [6] };

describe('the length counts the end of sentence, whoever searches', () => {
  const before = -2 * Math.LN2;
  const ending = -2 * Math.LN2;
  test.each<[string, ScoringOptions, number]>([
    ['T^1, T = 3', { lengthPenalty: lengthNormalization(1) }, (before + ending) / 3],
    ['Wu, (5 + 3) / 6', { lengthPenalty: wuLengthPenalty(1) }, (before + ending) / (8 / 6)],
    ['word reward, 3 times', { lengthPenalty: noLengthPenalty, wordReward: 0.5 }, before + ending + 1.5],
    [
      'reward before the division',
      { lengthPenalty: lengthNormalization(1), wordReward: 0.5 },
      (before + ending + 1.5) / 3,
    ],
    [
      'end of sentence, γ · 6 / 3 times',
      { lengthPenalty: noLengthPenalty, eosNormalization: 0.7 },
      before + ending * 1.4,
    ],
  ])('%s', async (_, options, score) => {
    for (const strategy of [beam({ width: 2, ...options }), exhaustive(options), greedy(options)]) {
      const model = onlyWay();
      const only = (await search(model, model.start(1), task, strategy))[0]![0]!;
      expect(only).toMatchObject({ tokens: [1, 1, 0], finished: true });
      expect(only.score).toBeCloseTo(score, 6);
    }
  });
});

test('what is cut off has the length it has', async () => {
  const model = onlyWay();
  const strategy = beam({ width: 2, lengthPenalty: lengthNormalization(1), wordReward: 1 });
  const only = (await search(model, model.start(1), { ...task, maxLength: 2 }, strategy))[0]![0]!;
  expect(only).toMatchObject({ tokens: [1, 1], finished: false });
  expect(only.score).toBeCloseTo((-2 * Math.LN2 + 2) / 2, 6);
});

// Ending at once is likelier (0.6) than one word and the end (0.4 · 0.9 = 0.36).
const early = () =>
  tableModel({ vocabularySize: 2, nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0.6, 0.4] : [0.9, 0.1]) });

test('a word reward and end of sentence normalisation make a longer output win, by hand', async () => {
  const find = async (options: ScoringOptions) => {
    const model = early();
    const strategy = beam({ width: 2, lengthPenalty: noLengthPenalty, ...options });
    return (await search(model, model.start(1), { ...task, maxLength: 2 }, strategy))[0]![0]!.tokens;
  };
  expect(await find({})).toEqual([0]);
  // ln 0.6 + r against ln 0.36 + 2 r: from r = ln (0.6 / 0.36) = 0.511 on.
  expect(await find({ wordReward: 0.5 })).toEqual([0]);
  expect(await find({ wordReward: 0.52 })).toEqual([1, 0]);
  // 6 γ ln 0.6 against ln 0.4 + 3 γ ln 0.9: from γ = 0.333 on.
  expect(await find({ eosNormalization: 0.33 })).toEqual([0]);
  expect(await find({ eosNormalization: 0.34 })).toEqual([1, 0]);
});

test('options out of range are errors', () => {
  expect(() => beam({ width: 1, wordReward: Number.NaN })).toThrow(/beam: wordReward must be a finite number of nats/);
  expect(() => greedy({ wordReward: Infinity })).toThrow(/greedy: wordReward must be a finite number/);
  for (const gamma of [0, -1, Number.NaN]) {
    expect(() => exhaustive({ eosNormalization: gamma })).toThrow(
      /exhaustive: eosNormalization must be a finite number above 0/,
    );
  }
});

test('end of sentence normalisation without the lengths of sources is an error', async () => {
  const model = early();
  const { sourceLengths: _, ...withoutLengths } = task;
  const searching = search(model, model.start(1), withoutLengths, beam({ width: 1, eosNormalization: 1 }));
  await expect(searching).rejects.toThrow(
    /beam: eosNormalization must be left out where sources have no known length, got no length; give sourceLengths/,
  );
});

describe('the bound', () => {
  const searchTask = { ...task, bos: 1, maxLength: 12, vocabularySize: 2 };

  test('is never below what may still come, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -40, max: 0, noNaN: true }),
        fc.integer({ min: 0, max: 11 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (logProb, length, wordReward, alpha) => {
          const options = { wordReward, lengthPenalty: lengthNormalization(alpha) };
          const scorer = scoring('test', options)(searchTask);
          const bound = scorer.bound(0, { ...emptyHistory, logProb, length });
          for (let T = length + 1; T <= 12; T++) {
            expect(scorer.score(0, T, logProb, undefined)).toBeLessThanOrEqual(bound);
          }
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });

  test('knows that what was looked at too much stays so', () => {
    const options = { lengthPenalty: noLengthPenalty, coverage: summaryCoverage(2) };
    const scorer = scoring('test', options)(searchTask);
    const path = { ...emptyHistory, logProb: -1, length: 4, coverage: Float64Array.of(2.5, 0.5) };
    expect(scorer.bound(0, path)).toBe(-1 - 2 * 1.5);
  });
});
