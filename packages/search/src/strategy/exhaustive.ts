// Every output there is, best first: the truth that other strategies are measured against, for vocabularies and lengths so
// small that their tree can be walked.

import { scoring, type ScoringOptions } from '../scoring/scorer.ts';
import { SearchError } from '../search-error.ts';
import { countOption } from './count-option.ts';
import type { SearchStrategy } from './strategy.ts';
import { treeRun } from './tree-run.ts';

export type ExhaustiveOptions = ScoringOptions & {
  /** How many hypotheses per source to return, where so many exist. Default: 1. */
  readonly nBest?: number;
  /** The most rows a step may have, all sources together. Default: 65,536. */
  readonly maxRows?: number;
};

/**
 * Grows every possible output and prunes nothing: V − 1 times as many rows at each step.
 *
 * @throws SearchError if nBest or maxRows is not a positive integer, and during the search if a step would need more than
 * `maxRows` rows
 */
export function exhaustive(options: ExhaustiveOptions = {}): SearchStrategy {
  const nBest = countOption('exhaustive.nBest', options.nBest ?? 1);
  const maxRows = countOption('exhaustive.maxRows', options.maxRows ?? 65_536);
  const scorerOf = scoring('exhaustive', options);
  return {
    begin: (task) =>
      treeRun(task, {
        nBest,
        scorer: scorerOf(task),
        candidatesPerRow: task.vocabularySize,
        choose({ logProbs }, keep) {
          for (const [candidate, logProb] of logProbs.entries()) if (logProb > -Infinity) keep(candidate);
        },
        onRow(rows) {
          if (rows > maxRows) throw tooManyRows(maxRows);
        },
      }),
  };
}

function tooManyRows(maxRows: number): SearchError {
  return new SearchError(
    `exhaustive: the next step would need more than ${maxRows} rows; use a smaller vocabulary, maxLength or number of sources, a larger maxRows, or beam search.`,
    { path: 'exhaustive.maxRows', expected: maxRows },
  );
}
