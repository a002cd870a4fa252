// The search that options name, and what does not go together.
import { ConfigError } from '@seq2seq/core';
import { parseSearchConfig, type ScoringConfigInput, type SearchConfigInput } from 'seq2seq';
import { readJson } from '../run/read-config.ts';
import type { SearchCommandOptions, SearchName } from './search-options.ts';

const drawn = ['sampling', 'minimum-bayes-risk'] as const;

/** Which searches an option is for, how it is written, and what a config calls it. */
const uses = {
  beam: [['beam', 'diverse-beam'], '--beam', 'width'],
  nBest: [['beam', 'diverse-beam', 'minimum-bayes-risk', 'exhaustive'], '--n-best', 'nBest'],
  groups: [['diverse-beam'], '--groups', 'groups'],
  diversity: [['diverse-beam'], '--diversity', 'strength'],
  stop: [['beam', 'diverse-beam'], '--stop', 'stop'],
  samples: [[...drawn, 'stochastic-beam'], '--samples', 'samples'],
  seed: [[...drawn, 'stochastic-beam'], '--seed', 'seed'],
  temperature: [drawn, '--temperature', 'temperature'],
  topK: [drawn, '--top-k', 'topK'],
  topP: [drawn, '--top-p', 'topP'],
  minP: [drawn, '--min-p', 'minP'],
  typicalP: [drawn, '--typical-p', 'typicalP'],
  epsilon: [drawn, '--epsilon', 'epsilon'],
  utility: [['minimum-bayes-risk'], '--utility', 'utility'],
} as const satisfies Readonly<
  Partial<Record<keyof SearchCommandOptions, readonly [readonly SearchName[], flag: string, key: string]>>
>;
type Use = keyof typeof uses;

const scoringFlags = {
  lengthPenalty: '--length-penalty',
  alpha: '--alpha',
  wordReward: '--word-reward',
  coverage: '--coverage',
  coverageBeta: '--coverage-beta',
  eosNormalization: '--eos-normalization',
} as const satisfies Partial<Record<keyof SearchCommandOptions, string>>;

/** A search, and whether all that it finds is to be written. */
export type ChosenSearch = { readonly search: SearchConfigInput; readonly writesAll: boolean };

/**
 * @throws ConfigError if options do not go together, or the config of a search is wrong; StorageError if it cannot be read
 */
export const searchOfOptions = async (options: SearchCommandOptions): Promise<ChosenSearch> => {
  if (options.searchConfig !== undefined) return readSearch(options.searchConfig, options);
  const given = (Object.keys(uses) as Use[]).filter((use) => options[use] !== undefined);
  const isPlain = options.beam === 1 && (options.nBest ?? 1) === 1;
  const type = options.search ?? (isPlain ? 'greedy' : 'beam');
  for (const use of given) {
    const [searches, flag]: readonly [readonly SearchName[], string, string] = uses[use];
    const isSaidByDefault = options.search === undefined && (use === 'beam' || use === 'nBest');
    if (searches.includes(type) || isSaidByDefault) continue;
    const came = options.search === undefined ? `no --search, which is ${type}` : `--search ${type}`;
    const advice = options.search === undefined ? 'add one' : 'leave either out';
    refuse(flag, `--search ${searches.join(' or ')}`, came, advice);
  }
  const values = Object.fromEntries(
    given.filter((use) => type !== 'greedy' || use === 'utility').map((use) => [uses[use][2], options[use]]),
  );
  const scoring = scoringOf(options);
  const search = parseSearchConfig(configOf(type, values, scoring), '--search');
  return { search, writesAll: options.samples !== undefined && type !== 'minimum-bayes-risk' };
};

const configOf = (
  type: SearchName,
  values: Readonly<Record<string, unknown>>,
  scoring: ScoringConfigInput,
): unknown => {
  if (type === 'stochastic-beam') {
    const { samples: width, ...rest } = values;
    return { type, ...rest, ...(width !== undefined && { width }), scoring };
  }
  if (type !== 'minimum-bayes-risk') return { type, ...values, scoring };
  const { nBest, utility, samples = 16, ...drawing } = values;
  return {
    ...{ type, over: { type: 'sampling', samples, ...drawing, scoring } },
    ...(nBest !== undefined && { nBest }),
    ...(utility !== undefined && { utility }),
  };
};

const scoringOf = (options: SearchCommandOptions): ScoringConfigInput => {
  const { lengthPenalty, alpha, wordReward, coverage, coverageBeta: beta, eosNormalization } = options;
  if (lengthPenalty === 'none' && alpha !== undefined) {
    refuse('--alpha', '--length-penalty power, wu or sockeye', '--length-penalty none', 'leave either out');
  }
  if (coverage === undefined && beta !== undefined) refuse('--coverage-beta', '--coverage', 'none', 'add it');
  return {
    ...((lengthPenalty !== undefined || alpha !== undefined) && {
      lengthPenalty: { type: lengthPenalty ?? 'power', ...(alpha !== undefined && { alpha }) },
    }),
    ...(wordReward !== undefined && { wordReward }),
    ...(coverage !== undefined && { coverage: { type: coverage, ...(beta !== undefined && { beta }) } }),
    ...(eosNormalization !== undefined && { eosNormalization }),
  };
};

const readSearch = async (file: string, options: SearchCommandOptions): Promise<ChosenSearch> => {
  const flags: readonly (string | false)[] = [
    options.search !== undefined && '--search',
    ...(Object.keys(uses) as Use[]).map((use) => use !== 'nBest' && options[use] !== undefined && uses[use][1]),
    ...(Object.keys(scoringFlags) as (keyof typeof scoringFlags)[]).map(
      (option) => options[option] !== undefined && scoringFlags[option],
    ),
  ];
  const given = flags.filter((flag) => flag !== false);
  if (given.length > 0) refuse('--search-config', 'to say all of the search', given.join(' and '), `say it in ${file}`);
  const config = parseSearchConfig(await readJson(file), file);
  return { search: config, writesAll: false };
};

/** @throws ConfigError always */
const refuse = (flag: string, expected: string, came: string, advice: string): never => {
  throw new ConfigError(`${flag}: expected ${expected}, got ${came}; ${advice}.`, flag);
};
