// Not the most probable output but the one that is closest to all probable ones, by a metric of one's choice. The most probable
// output can be an odd one; what many outputs agree on seldom is.

import type { Hypothesis } from '../hypothesis.ts';
import { optionError } from '../number-option.ts';
import { compareTokens } from '../shelf.ts';
import { countOption } from './count-option.ts';
import type { SearchStrategy } from './strategy.ts';

export type MinimumBayesRiskOptions = {
  /** Where outputs come from: `sampling({ samples: 100 })`, or a beam with an `nBest`. */
  readonly over: SearchStrategy;
  /** How good an output would be if the reference were right; greater is better. Both without the end of sentence. */
  readonly utility: (output: readonly number[], reference: readonly number[]) => number;
  /**
   * How much each output counts as a reference: `uniform` for samples, which come as often as they are probable;
   * `probability` where each comes once. Default: `uniform`.
   */
  readonly weights?: 'uniform' | 'probability';
  /** How many hypotheses per source to return, where so many different ones exist. Default: 1. */
  readonly nBest?: number;
};

/**
 * Ranks the outputs of another strategy by expected utility, which is then their `score`; of equals the smaller tokens. Each is
 * held against every other, so n outputs take n² calls of `utility`. Finished ones come before unfinished ones.
 *
 * @throws SearchError if an option is out of its range, or `utility` gives no number
 * @see Kumar, Byrne 2004, "Minimum Bayes-Risk Decoding for Statistical Machine Translation"; Eikema, Aziz 2022
 */
export function minimumBayesRisk(options: MinimumBayesRiskOptions): SearchStrategy {
  const { over, weights = 'uniform' } = options;
  const nBest = countOption('minimumBayesRisk.nBest', options.nBest ?? 1);
  if (weights !== 'uniform' && weights !== 'probability') {
    throw optionError(['minimumBayesRisk', 'weights'], 'uniform or probability', weights, 'samples are uniform');
  }
  const isWeighted = weights === 'probability';
  return {
    ...over,
    begin(task) {
      const run = over.begin(task);
      return {
        advance: (scores) => run.advance(scores),
        best: () => run.best().map((list) => ranked(list, options.utility, isWeighted).slice(0, nBest)),
      };
    },
  };
}

function ranked(
  list: readonly Hypothesis[],
  utility: MinimumBayesRiskOptions['utility'],
  isWeighted: boolean,
): Hypothesis[] {
  const greatest = Math.max(...list.map(({ logProb }) => logProb));
  const weights = list.map(({ logProb }) => (isWeighted ? Math.exp(logProb - greatest) : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const outputs = list.map(({ tokens, finished }) => (finished ? tokens.slice(0, -1) : tokens));
  const expected = (output: readonly number[]) =>
    outputs.reduce((sum, reference, index) => sum + weights[index]! * checked(utility(output, reference)), 0) / total;
  return list
    .map((hypothesis, index) => ({ ...hypothesis, score: expected(outputs[index]!) }))
    .toSorted(
      (one, other) =>
        Number(other.finished) - Number(one.finished) ||
        other.score - one.score ||
        compareTokens(one.tokens, other.tokens),
    )
    .filter(({ tokens }, index, all) => index === 0 || compareTokens(tokens, all[index - 1]!.tokens) !== 0);
}

function checked(utility: number): number {
  if (Number.isFinite(utility)) return utility;
  const advice = 'return 0 where outputs cannot be compared';
  throw optionError(['minimumBayesRisk', 'utility'], 'a function that gives finite numbers', utility, advice);
}
