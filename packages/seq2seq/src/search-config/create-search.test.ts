import { beam, type Hypothesis, search, type SearchStrategy, withLimits } from '@seq2seq/search';
import { tableModel } from '@seq2seq/search/testing';
import { describe, expect, test } from 'vitest';
import { createSearch } from './create-search.ts';
import { parseSearchConfig } from './parse-search-config.ts';
import { createScoring, type ScoringConfigInput } from './scoring-config.ts';
import { utilities } from './utility.ts';

const scoringOf = (scoring: ScoringConfigInput) => {
  const config = parseSearchConfig({ type: 'beam', scoring });
  if (config.type !== 'beam') throw new Error('not the search that was asked for');
  return createScoring(config.scoring);
};

describe('every scoring is its formula', () => {
  test.each<[ScoringConfigInput['lengthPenalty'], (T: number) => number]>([
    ['none', () => 1],
    [{ type: 'power' }, (T) => T ** 0.7],
    [{ type: 'power', alpha: 0.5 }, (T) => T ** 0.5],
    ['wu', (T) => ((5 + T) / 6) ** 0.7],
    [{ type: 'wu', alpha: 0.2 }, (T) => ((5 + T) / 6) ** 0.2],
    [{ type: 'sockeye' }, (T) => T],
    [{ type: 'sockeye', alpha: 2, beta: 3 }, (T) => ((3 + T) / 4) ** 2],
  ])('%j', (lengthPenalty, formula) => {
    const { lengthPenalty: penalty } = scoringOf(lengthPenalty === undefined ? {} : { lengthPenalty });
    for (const T of [1, 2, 7]) expect(penalty?.(T)).toBeCloseTo(formula(T), 12);
  });

  test('coverage, reward and the end of sentence', () => {
    const coverage = Float64Array.of(0.5, 2);
    const penaltyOf = (type: 'wu' | 'summary') =>
      scoringOf({ coverage: { type, beta: 2 } }).coverage?.penalty(coverage);
    expect(penaltyOf('wu')).toBeCloseTo(-2 * Math.LN2, 12);
    expect(penaltyOf('summary')).toBeCloseTo(-2, 12);
    expect(scoringOf({ wordReward: 0.4, eosNormalization: 0.3 })).toMatchObject({
      wordReward: 0.4,
      eosNormalization: 0.3,
    });
  });
});

const find = async (strategy: SearchStrategy): Promise<readonly Hypothesis[]> => {
  const model = tableModel({ vocabularySize: 3, nextProbabilities: () => [0.2, 0.5, 0.3] });
  const [found = []] = await search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 4 }, strategy);
  return found;
};

test('limits go around the strategy, and the length factor to the task', async () => {
  const { strategy, maxLengthFactor } = createSearch(
    parseSearchConfig({ type: 'beam', nBest: 3, limits: { maxSteps: 2, maxLengthFactor: 1.5 } }),
  );
  expect(await find(strategy)).toEqual(await find(withLimits(beam({ width: 5, nBest: 3 }), { maxSteps: 2 })));
  expect(maxLengthFactor).toBe(1.5);
  const { strategy: hurried } = createSearch(parseSearchConfig({ type: 'beam', limits: { timeLimitMs: 1e-6 } }));
  expect(await find(hurried)).toEqual(await find(withLimits(beam({ width: 5 }), { maxSteps: 1 })));
});

describe('utilities, by hand', () => {
  test('edit similarity', () => {
    const utility = utilities['edit-similarity'];
    expect(utility([1, 2, 3, 4], [1, 2, 3, 4])).toBe(1);
    expect(utility([1, 2, 3, 4], [1, 9, 3])).toBe(0.5); // one exchanged, one left out, of four
    expect(utility([], [5])).toBe(0);
    expect(utility([], [])).toBe(1);
  });

  test('BLEU and F1 of tokens', () => {
    // Two of three and two of four in common: 2 · (2/3 · 2/4) / (2/3 + 2/4).
    expect(utilities['token-f1']([1, 2, 3], [2, 1, 7, 8])).toBeCloseTo(4 / 7, 12);
    expect(utilities.bleu([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(utilities.bleu([1, 2, 3], [4, 5, 6])).toBe(0);
  });

  test('exact match', () => {
    const utility = utilities['exact-match'];
    expect(utility([1, 2], [1, 2])).toBe(1);
    expect(utility([1, 2], [1, 2, 3])).toBe(0);
    expect(utility([1, 2], [2, 1])).toBe(0);
  });
});
