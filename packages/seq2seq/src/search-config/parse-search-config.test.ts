import { ConfigError } from '@seq2seq/core';
import { describe, expect, test } from 'vitest';
import { parseSearchConfig } from './parse-search-config.ts';
import type { SearchConfig, SearchConfigInput } from './search-config.ts';

const scoring = { lengthPenalty: { type: 'power', alpha: 0.7 }, wordReward: 0 } as const;
const rest = { scoring, limits: {} };

test.each<[SearchConfigInput, SearchConfig]>([
  ['greedy', { type: 'greedy', ...rest }],
  ['beam', { type: 'beam', width: 5, nBest: 1, stop: 'bound', ...rest }],
  ['diverse-beam', { type: 'diverse-beam', width: 6, groups: 3, strength: 0.5, stop: 'bound', ...rest }],
  ['sampling', { type: 'sampling', samples: 1, seed: 0, temperature: 1, ...rest }],
  ['stochastic-beam', { type: 'stochastic-beam', width: 5, seed: 0, ...rest }],
  ['exhaustive', { type: 'exhaustive', nBest: 1, maxRows: 65_536, ...rest }],
  [
    'minimum-bayes-risk',
    {
      type: 'minimum-bayes-risk',
      over: { type: 'sampling', samples: 16, seed: 0, temperature: 1, scoring },
      ...{ utility: 'edit-similarity', weights: 'uniform', nBest: 1, limits: {} },
    },
  ],
])('%s has a default for each option', (name, config) => {
  expect(parseSearchConfig(name)).toEqual(config);
  expect(parseSearchConfig({ type: name })).toEqual(config);
  // What was saved is read again.
  expect(parseSearchConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
});

test('what a beam finds comes once, so that it counts by its probability', () => {
  expect(parseSearchConfig({ type: 'minimum-bayes-risk', over: { type: 'beam', nBest: 9 } })).toMatchObject({
    weights: 'probability',
  });
  expect(parseSearchConfig({ type: 'minimum-bayes-risk', over: 'beam', weights: 'uniform' })).toMatchObject({
    weights: 'uniform',
  });
});

test('formulas may be given by their names', () => {
  const written: SearchConfigInput = { type: 'beam', scoring: { lengthPenalty: 'wu', coverage: 'summary' } };
  expect(parseSearchConfig(written)).toMatchObject({
    scoring: { lengthPenalty: { type: 'wu', alpha: 0.7 }, coverage: { type: 'summary', beta: 5 } },
  });
});

describe('a wrong config is an error that says where, what was expected and what to do', () => {
  test.each<[unknown, string, string]>([
    [7, '', 'search: expected a search by its name or as an object with a "type"; known are "greedy", "beam",'],
    [{ width: 5 }, '', 'search: expected a search by its name or as an object with a "type"; known are "greedy"'],
    ['beem', '', 'search: there is no search "beem"; did you mean "beam"?'],
    [{ type: 'toString' }, 'type', 'search.type: there is no search "toString"; known are "greedy", "beam",'],
    [{ type: 'beam', widht: 5 }, '', 'search: unknown key "widht"; did you mean "width"?'],
    [{ type: 'beam', width: 0 }, 'width', 'search.width: expected at least 1, got 0'],
    [{ type: 'beam', stop: 'soon' }, 'stop', 'search.stop: expected "bound" or "first" or "all", got "soon"'],
    [{ type: 'greedy', width: 5 }, '', 'search: unknown key "width"; '],
    [{ type: 'sampling', topP: 1.5 }, 'topP', 'search.topP: expected at most 1, got 1.5'],
    [{ type: 'sampling', seed: '1' }, 'seed', 'search.seed: expected a number, got "1"'],
    [
      { type: 'beam', scoring: { lenghtPenalty: 'wu' } },
      'scoring',
      'search.scoring: unknown key "lenghtPenalty"; did you mean "lengthPenalty"?',
    ],
    [
      { type: 'beam', scoring: { lengthPenalty: { type: 'power', beta: 1 } } },
      'scoring.lengthPenalty',
      'search.scoring.lengthPenalty: unknown key "beta"; ',
    ],
    [
      { type: 'beam', scoring: { coverage: { type: 'wu', beta: -2 } } },
      'scoring.coverage.beta',
      'search.scoring.coverage.beta: expected at least 0, got -2',
    ],
    [{ type: 'beam', limits: { maxSteps: 1.5 } }, 'limits.maxSteps', 'search.limits.maxSteps: expected a whole number'],
    [
      { type: 'minimum-bayes-risk', over: { type: 'minimum-bayes-risk' } },
      'over.type',
      'search.over.type: there is no strategy "minimum-bayes-risk"; known are "greedy"',
    ],
    [{ type: 'minimum-bayes-risk', over: { type: 'beam', width: -1 } }, 'over.width', 'search.over.width: expected at'],
    [
      { type: 'diverse-beam', width: 5, groups: 2 },
      'groups',
      'search.groups: expected a divisor of the width 5, got 2; each group has width / groups rows.',
    ],
    [
      { type: 'minimum-bayes-risk', over: { type: 'diverse-beam', width: 5, groups: 2 } },
      'over.groups',
      'search.over.groups: expected a divisor of the width 5, got 2',
    ],
  ])('%j', (config, path, message) => {
    let error: unknown;
    try {
      parseSearchConfig(config);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message.slice(0, message.length)).toBe(message);
    expect((error as ConfigError).path).toBe(path);
  });

  test('which is where the caller says, and all of it', () => {
    const config = { type: 'beam', width: 0, nBest: 0 };
    expect(() => parseSearchConfig(config, 'search.json')).toThrow(
      'search.json.width: expected at least 1, got 0\nsearch.json.nBest: expected at least 1, got 0\nCorrect search.json and try again.',
    );
  });
});
