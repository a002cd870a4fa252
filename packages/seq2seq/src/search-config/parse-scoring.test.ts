import { describe, expect, test } from 'vitest';
import { beam, search, SearchError } from '@seq2seq/search';
import { tableModel } from '@seq2seq/search/testing';
import { parseScoring, type ScoringConfig } from './parse-scoring.ts';

describe('every type is its formula', () => {
  test.each<[ScoringConfig['lengthPenalty'], (T: number) => number]>([
    [{ type: 'none' }, () => 1],
    [{ type: 'power' }, (T) => T ** 0.7],
    [{ type: 'power', alpha: 0.5 }, (T) => T ** 0.5],
    [{ type: 'wu' }, (T) => ((5 + T) / 6) ** 0.7],
    [{ type: 'wu', alpha: 0.2 }, (T) => ((5 + T) / 6) ** 0.2],
    [{ type: 'sockeye' }, (T) => T],
    [{ type: 'sockeye', alpha: 2, beta: 3 }, (T) => ((3 + T) / 4) ** 2],
    [{ type: 'word-reward', reward: 0.4 }, () => 1],
  ])('%j', (lengthPenalty, formula) => {
    const parsed = parseScoring({ lengthPenalty });
    for (const T of [1, 2, 7]) expect(parsed.lengthPenalty!(T)).toBeCloseTo(formula(T), 12);
    expect(parsed.wordReward).toBe(lengthPenalty!.type === 'word-reward' ? 0.4 : undefined);
  });

  test('coverage and the end of sentence', () => {
    const coverage = Float64Array.of(0.5, 2);
    const penaltyOf = (type: 'wu' | 'summary') =>
      parseScoring({ coverage: { type, beta: 2 } }).coverage!.penalty(coverage);
    expect(penaltyOf('wu')).toBeCloseTo(-2 * Math.LN2, 12);
    expect(penaltyOf('summary')).toBeCloseTo(-2, 12);
    expect(parseScoring({ coverage: { type: 'none' } })).toEqual({});
    expect(parseScoring({ eosNormalization: 0.3 })).toEqual({ eosNormalization: 0.3 });
  });
});

test('what is absent has its default', async () => {
  expect(parseScoring({})).toEqual({});
  const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.4, 0.6] });
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 3 };
  const find = (options: object) => search(model, model.start(1), task, beam({ width: 2, ...options }));
  expect(await find(parseScoring({}))).toEqual(await find({}));
});

describe('a wrong config is an error that names the place', () => {
  test.each<[unknown, string, RegExp]>([
    [7, 'scoring', /^scoring: must be an object, got 7; /],
    [null, 'scoring', /must be an object, got null/],
    [[], 'scoring', /must be an object, got \[\]/],
    [
      { lenghtPenalty: { type: 'none' } },
      'scoring',
      /must be made of lengthPenalty, coverage, eosNormalization, got "lenghtPenalty"/,
    ],
    [
      { lengthPenalty: { type: 'gnmt' } },
      'scoring.lengthPenalty.type',
      /one of none, power, wu, sockeye, word-reward, got "gnmt"/,
    ],
    [{ lengthPenalty: 'wu' }, 'scoring.lengthPenalty.type', /got nothing/],
    [{ lengthPenalty: null }, 'scoring.lengthPenalty.type', /got nothing/],
    [{ lengthPenalty: { type: 'toString' } }, 'scoring.lengthPenalty.type', /got "toString"/],
    [{ lengthPenalty: { type: 'power', beta: 1 } }, 'scoring.lengthPenalty', /made of type, alpha, got "beta"/],
    [{ lengthPenalty: { type: 'power', alpha: '1' } }, 'scoring.lengthPenalty.alpha', /a finite number, got "1"/],
    [
      { lengthPenalty: { type: 'power', alpha: -1 } },
      'scoring.lengthPenalty',
      /scoring\.lengthPenalty: lengthNormalization: alpha must be a finite number of at least 0, got -1/,
    ],
    [{ lengthPenalty: { type: 'word-reward' } }, 'scoring.lengthPenalty.reward', /a finite number, got nothing/],
    [{ coverage: { type: 'wu' } }, 'scoring.coverage.beta', /a finite number, got nothing/],
    [{ coverage: { type: 'wu', beta: -2 } }, 'scoring.coverage', /wuCoverage: beta must be/],
    [{ eosNormalization: '1' }, 'scoring.eosNormalization', /a finite number, got "1"/],
  ])('%j', (config, path, message) => {
    let error: unknown;
    try {
      parseScoring(config);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SearchError);
    expect((error as SearchError).path).toBe(path);
    expect((error as SearchError).message).toMatch(message);
  });

  test('which is where the caller says', () => {
    expect(() => parseScoring({ coverage: 1 }, 'search.scoring')).toThrow(/^search\.scoring\.coverage\.type: /);
  });
});
