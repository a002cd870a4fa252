import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { ConfigError } from '@seq2seq/core';
import { parseSearchConfig, type SearchConfigInput } from 'seq2seq';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { constraintsOfOptions } from './constraints-of-options.ts';
import { ensembleOfOptions } from './ensemble-of-options.ts';
import { addSearchOptions, type SearchCommandOptions, searchNames } from './search-options.ts';
import { searchOfOptions } from './search-of-options.ts';

const folder = temporaryFolder();

describe('options become the config that says the same', () => {
  it.each<[SearchCommandOptions, SearchConfigInput]>([
    [{}, 'beam'],
    [
      { beam: 3, nBest: 2 },
      { type: 'beam', width: 3, nBest: 2 },
    ],
    [{ beam: 1 }, 'greedy'],
    [{ beam: 1, nBest: 1 }, 'greedy'],
    [
      { beam: 1, nBest: 2 },
      { type: 'beam', width: 1, nBest: 2 },
    ],
    [{ stop: 'first' }, { type: 'beam', stop: 'first' }],
    [
      { search: 'diverse-beam', beam: 8, groups: 4, diversity: 1, nBest: 3, stop: 'all' },
      { type: 'diverse-beam', width: 8, groups: 4, strength: 1, nBest: 3, stop: 'all' },
    ],
    [
      {
        ...{ search: 'sampling', samples: 4, seed: 9, temperature: 0.5 },
        ...{ topK: 10, topP: 0.9, minP: 0.1, typicalP: 0.8, epsilon: 0.01 },
      },
      {
        ...{ type: 'sampling', samples: 4, seed: 9, temperature: 0.5 },
        ...{ topK: 10, topP: 0.9, minP: 0.1, typicalP: 0.8, epsilon: 0.01 },
      },
    ],
    [
      { search: 'stochastic-beam', samples: 4, seed: 9 },
      { type: 'stochastic-beam', width: 4, seed: 9 },
    ],
    [
      { search: 'minimum-bayes-risk', samples: 40, topP: 0.5, utility: 'exact-match', nBest: 2, wordReward: 1 },
      {
        ...{ type: 'minimum-bayes-risk', utility: 'exact-match', nBest: 2 },
        over: { type: 'sampling', samples: 40, topP: 0.5, scoring: { wordReward: 1 } },
      },
    ],
    [
      { search: 'exhaustive', nBest: 2 },
      { type: 'exhaustive', nBest: 2 },
    ],
    [{ alpha: 0 }, { type: 'beam', scoring: { lengthPenalty: { type: 'power', alpha: 0 } } }],
    [{ lengthPenalty: 'wu' }, { type: 'beam', scoring: { lengthPenalty: 'wu' } }],
    [
      { lengthPenalty: 'sockeye', alpha: 2, coverage: 'wu', coverageBeta: 0.5, eosNormalization: 1.5 },
      {
        type: 'beam',
        scoring: {
          ...{ lengthPenalty: { type: 'sockeye', alpha: 2 }, coverage: { type: 'wu', beta: 0.5 } },
          eosNormalization: 1.5,
        },
      },
    ],
  ])('%j', async (options, config) => {
    expect((await searchOfOptions(options)).search).toEqual(parseSearchConfig(config));
  });

  it.each(searchNames)('%s has its defaults', async (search) => {
    expect((await searchOfOptions({ search })).search).toEqual(parseSearchConfig(search));
  });

  it('reads them from a file', async () => {
    const file = join(folder, 'search.json');
    const config: SearchConfigInput = { type: 'sampling', topP: 0.5, limits: { maxSteps: 3 } };
    writeFileSync(file, JSON.stringify(config));
    expect((await searchOfOptions({ searchConfig: file, nBest: 2 })).search).toEqual(parseSearchConfig(config));
    writeFileSync(file, '{ "type": "beam", "widht": 3 }');
    await expect(searchOfOptions({ searchConfig: file })).rejects.toThrow(
      `${file}: unknown key "widht"; did you mean "width"?`,
    );
  });

  it('writes all that was drawn, where it was said how many', async () => {
    const writesAll = async (options: SearchCommandOptions) => (await searchOfOptions(options)).writesAll;
    expect(await writesAll({ search: 'sampling', samples: 3 })).toBe(true);
    expect(await writesAll({ search: 'stochastic-beam', samples: 3 })).toBe(true);
    expect(await writesAll({ search: 'minimum-bayes-risk', samples: 3 })).toBe(false);
    expect(await writesAll({ search: 'sampling' })).toBe(false);
  });
});

describe('what does not go together is one message', () => {
  it.each<[SearchCommandOptions, string]>([
    [
      { temperature: 0.5 },
      '--temperature: expected --search sampling or minimum-bayes-risk, got no --search, which is beam; add one.',
    ],
    [
      { search: 'greedy', beam: 3 },
      '--beam: expected --search beam or diverse-beam, got --search greedy; leave either out.',
    ],
    [{ search: 'sampling', nBest: 3 }, '--n-best: expected --search beam or diverse-beam or minimum-bayes-risk or exh'],
    [{ search: 'beam', groups: 2 }, '--groups: expected --search diverse-beam, got --search beam; leave either out.'],
    [
      { search: 'sampling', utility: 'exact-match' },
      '--utility: expected --search minimum-bayes-risk, got --search samp',
    ],
    [
      { beam: 1, stop: 'first' },
      '--stop: expected --search beam or diverse-beam, got no --search, which is greedy; add',
    ],
    [{ search: 'diverse-beam', beam: 5, groups: 2 }, '--search.groups: expected a divisor of the width 5, got 2;'],
    [
      { lengthPenalty: 'none', alpha: 1 },
      '--alpha: expected --length-penalty power, wu or sockeye, got --length-penalty',
    ],
    [{ coverageBeta: 1 }, '--coverage-beta: expected --coverage, got none; add it.'],
    [
      { searchConfig: 'x.json', search: 'beam', topK: 3, alpha: 1 },
      '--search-config: expected to say all of the search, got --search and --top-k and --alpha; say it in x.json.',
    ],
  ])('%j', async (options, message) => {
    const refused = searchOfOptions(options);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
  });

  it('also of constraints and ensembles', async () => {
    expect(() => constraintsOfOptions({ inOrder: true })).toThrow(
      '--in-order: expected --require, got none; say what must come in order, or leave it out.',
    );
    for (const [options, message] of [
      [
        { ensembleMode: 'linear' },
        '--ensemble-mode: expected --ensemble, got none; name the folders of the other models.',
      ],
      [{ ensembleWeights: [1] }, '--ensemble-weights: expected --ensemble, got none; '],
      [
        { ensemble: ['a', 'b'], ensembleWeights: [1, 2] },
        '--ensemble-weights: expected 3 numbers, got 2; give one for',
      ],
    ] as const) {
      await expect(ensembleOfOptions(options, false)).rejects.toThrow(message);
    }
  });
});

it('says in words what outputs must obey', () => {
  expect(constraintsOfOptions({ repeatNgram: true })).toBeUndefined();
  expect(
    constraintsOfOptions({
      ...{ prefix: '', ban: ['a b'], require: ['c', 'd'], inOrder: true, allow: ['e'], banUnknown: true },
      ...{ pattern: 'f+', minLength: 2, repeatNgram: 3, repetitionPenalty: 1.5 },
    }),
  ).toEqual({
    ...{ prefix: '', banned: ['a b'], required: ['c', 'd'], ordered: true, allowed: ['e'], unknown: false },
    ...{ pattern: 'f+', minimumLength: 2, noRepeatedNgrams: 3, repetitionPenalty: 1.5 },
  });
});

it('each option that a search may have is one of the command', async () => {
  // Those of a config that have no flag: a file says them.
  const withoutFlag = ['type', 'limits', 'scoring', 'maxRows', 'over', 'weights', 'width'];
  const known = new Set<string>();
  for (const name of searchNames) for (const key of Object.keys(parseSearchConfig(name))) known.add(key);
  const flags = ['nBest', 'groups', 'strength', 'stop', 'samples', 'seed', 'temperature', 'utility'];
  expect([...known].toSorted()).toEqual([...withoutFlag, ...flags].toSorted());
});

it.each(['edit-similarity', 'bleu', 'token-f1', 'exact-match'] as const)(
  '--utility %s may be asked for',
  async (utility) => {
    const words = ['--search', 'minimum-bayes-risk', '--utility', utility];
    const options: SearchCommandOptions = addSearchOptions(new Command().exitOverride())
      .parse(words, { from: 'user' })
      .opts();
    expect((await searchOfOptions(options)).search).toMatchObject({ type: 'minimum-bayes-risk', utility });
  },
);
