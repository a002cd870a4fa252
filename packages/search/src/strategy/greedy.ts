// The most probable token at each step. Cheap, and often wrong by a little: a good beginning can lead nowhere good.

import { scoring, type ScoringOptions } from '../scoring/scorer.ts';
import { candidatesOf } from './candidates-of.ts';
import { pathRun } from './path-run.ts';
import type { SearchStrategy } from './strategy.ts';

/** They change no choice, only the reported score, so that it compares with a beam's. */
export type GreedyOptions = ScoringOptions;

/**
 * Takes the best token of every row, the smallest of equals, until the end of sentence or `maxLength`.
 *
 * @throws SearchError if an option is out of its range
 */
export function greedy(options: GreedyOptions = {}): SearchStrategy {
  const scorerOf = scoring('greedy', options);
  return {
    candidatesPerRow: 1,
    begin: (task) =>
      pathRun(task, {
        scorer: scorerOf(task),
        paths: 1,
        look(scores) {
          const { eos, vocabularySize } = task;
          const { tokens, logProbs, eosLogProbs } = candidatesOf(scores, { count: 1, eos }, vocabularySize);
          return ({ row }) => {
            const going = logProbs[row] ?? -Infinity; // a vocabulary may have nothing but the end
            const ending = eosLogProbs[row]!;
            if (going === -Infinity && ending === -Infinity) return undefined;
            const ends = ending > going || (ending === going && eos < tokens[row]!);
            return ends ? { token: eos, logProb: ending } : { token: tokens[row]!, logProb: going };
          };
        },
      }),
  };
}
