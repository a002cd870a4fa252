// Outputs drawn by chance, as often as the model finds them probable.

import { hashOf } from '../random/seeded-numbers.ts';
import { seedOption } from '../number-option.ts';
import { scoring, type ScoringOptions } from '../scoring/scorer.ts';
import type { Candidates, FullScores } from '../step-model.ts';
import { candidatesOf } from './candidates-of.ts';
import { countOption } from './count-option.ts';
import { nextTokenFilters, sumOf, type NextTokenFilters } from './next-token-filters.ts';
import { pathRun } from './path-run.ts';
import type { SearchStrategy } from './strategy.ts';

export type SamplingOptions = ScoringOptions &
  NextTokenFilters & {
    /** The same seed gives the same outputs, whatever else is in the batch; see `seeds` of the task. Default: 0. */
    readonly seed?: number;
    /** How many outputs of each source to draw, independently: the same may come twice. Default: 1. */
    readonly samples?: number;
  };

/**
 * Draws outputs token by token. They are in the order drawn, so that the first is a fair sample; their log-probabilities are
 * the model's, and filters change only who is drawn.
 *
 * @throws SearchError if an option is out of its range
 */
export function sampling(options: SamplingOptions = {}): SearchStrategy {
  const { topK } = options;
  const seed = seedOption('sampling', options.seed);
  const samples = countOption('sampling.samples', options.samples ?? 1);
  const scorerOf = scoring('sampling', options);
  const filter = nextTokenFilters('sampling', options);

  return {
    ...(topK !== undefined && { candidatesPerRow: topK }),
    begin(task) {
      const { eos, vocabularySize } = task;
      return pathRun(task, {
        scorer: scorerOf(task),
        paths: samples,
        look(scores) {
          // The same few tokens in the same order, whether the model gave candidates or full scores.
          const few = topK === undefined ? undefined : candidatesOf(scores, { count: topK, eos }, vocabularySize);
          return ({ row, source, path, length }) => {
            const { tokens, logProbs } = few
              ? withEnd(few, row, eos)
              : { tokens: undefined, logProbs: rowOf(scores as FullScores, row, vocabularySize) };
            const { kept, weights } = filter(logProbs);
            if (kept.length === 0) return undefined;
            let left = (hashOf(seed, task.seeds?.[source] ?? 0, path, length) / 2 ** 32) * sumOf(kept, weights);
            let at = 0;
            while (at < kept.length - 1 && (left -= weights[kept[at]!]!) >= 0) at++;
            const drawn = kept[at]!;
            return { token: tokens?.[drawn] ?? drawn, logProb: logProbs[drawn]! };
          };
        },
      });
    },
  };
}

function rowOf({ logProbs }: FullScores, row: number, vocabularySize: number): Float32Array {
  return logProbs.subarray(row * vocabularySize, (row + 1) * vocabularySize);
}

/** The candidates of a row with the end of sentence where it belongs: behind what is better, or as good and smaller. */
function withEnd({ tokens, logProbs, eosLogProbs }: Candidates, row: number, eos: number) {
  const perRow = tokens.length / eosLogProbs.length;
  const [first, end] = [row * perRow, (row + 1) * perRow];
  const ending = eosLogProbs[row]!;
  let place = first;
  while (place < end && (logProbs[place]! > ending || (logProbs[place] === ending && tokens[place]! < eos))) place++;
  return {
    tokens: Int32Array.of(...tokens.subarray(first, place), eos, ...tokens.subarray(place, end)),
    logProbs: Float32Array.of(...logProbs.subarray(first, place), ending, ...logProbs.subarray(place, end)),
  };
}
