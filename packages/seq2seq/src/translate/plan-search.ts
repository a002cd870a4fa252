// What the options of a translation mean to a search.
import { ConfigError } from '@seq2seq/core';
import { beam, greedy, lengthNormalization, type ScoringOptions, type SearchStrategy } from '@seq2seq/search';
import { type CreatedSearch, createSearch } from '../search-config/create-search.ts';
import { parseSearchConfig } from '../search-config/parse-search-config.ts';
import type { TranslateOptions } from './translate-options.ts';

/** How all sources are searched. */
export type SearchPlan = {
  readonly strategy: SearchStrategy;
  /** What it ranks by, as far as that is known; of a strategy of one's own it is not. */
  readonly scoring: ScoringOptions;
  readonly maxLength: number;
  readonly maxLengthFactor?: number;
  readonly batchSize: number;
  /** Whether results say where they looked. */
  readonly alignments: boolean;
  /** Whether the search itself must know it. */
  readonly readsAlignments: boolean;
};

/**
 * Checks the options, before anything is computed.
 *
 * @throws ConfigError or SearchError if an option is out of range, or two do not go together
 */
export const planSearch = (options: TranslateOptions, defaultMaxLength: number): SearchPlan => {
  const { batchSize = 32, alignments = true, maxLength = defaultMaxLength } = options;
  const created = searchOf(options);
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new ConfigError(`translate: batchSize is ${batchSize}; give a whole number above 0.`, 'batchSize');
  }
  const readsAlignments = alignments || created.scoring.coverage !== undefined;
  return { ...created, maxLength, batchSize, alignments, readsAlignments };
};

const searchOf = (options: TranslateOptions): CreatedSearch => {
  const { search, beam: width = 5, nBest = 1, alpha = 0.7 } = options;
  if (search === undefined) {
    const scoring = { lengthPenalty: lengthNormalization(alpha) };
    const strategy = width === 1 && nBest === 1 ? greedy(scoring) : beam({ width, nBest, ...scoring });
    return { strategy, scoring };
  }
  const beside = (['beam', 'nBest', 'alpha'] as const).filter((option) => options[option] !== undefined);
  if (beside[0] !== undefined) {
    throw new ConfigError(
      `translate: expected search or ${beside.join(' and ')}, got both; say it in search, such as { type: "beam", width: 5, nBest: 1 }.`,
      beside[0],
    );
  }
  return isStrategy(search) ? { strategy: search, scoring: {} } : createSearch(parseSearchConfig(search));
};

const isStrategy = (search: NonNullable<TranslateOptions['search']>): search is SearchStrategy =>
  typeof search === 'object' && 'begin' in search;
