// A good output has looked at the whole source, and at no part of it again and again. The coverage of a source position is the
// sum of the attention weights that the tokens of a hypothesis, its end of sentence included, have given it.

import { numberOption } from '../number-option.ts';

/** cp: what is added to the score of a hypothesis for where it has looked. */
export interface CoveragePenalty {
  /** @param coverage - [S] sums of attention weights over the tokens so far, of the source's own positions, without padding */
  penalty(coverage: Float64Array): number;
  /** The most that `penalty` can give once more attention, never negative, has been added to this: a search may then stop. */
  bound(coverage: Float64Array): number;
}

/** A position that was never looked at would make its logarithm −∞ and so forbid the hypothesis; it counts as this much. */
const leastCoverage = 1e-4;

/**
 * cp = beta · Σ_i ln(min(coverage_i, 1)): punishes what was left out. A coverage below 0.0001 counts as 0.0001.
 *
 * @throws SearchError if beta is negative, infinite or not a number
 * @see Wu et al. 2016, equation 14; the floor is that of OpenNMT
 */
export function wuCoverage(beta: number): CoveragePenalty {
  checkBeta('wuCoverage', beta);
  return {
    penalty: (coverage) =>
      beta * coverage.reduce((sum, each) => sum + Math.log(Math.min(Math.max(each, leastCoverage), 1)), 0),
    bound: () => 0,
  };
}

/**
 * cp = −beta · Σ_i max(coverage_i − 1, 0): punishes what was looked at again.
 *
 * @throws SearchError if beta is negative, infinite or not a number
 * @see Gehrmann, Deng, Rush 2018, "Bottom-Up Abstractive Summarization"
 */
export function summaryCoverage(beta: number): CoveragePenalty {
  checkBeta('summaryCoverage', beta);
  const penalty = (coverage: Float64Array) => -beta * coverage.reduce((sum, each) => sum + Math.max(each - 1, 0), 0);
  return { penalty, bound: penalty };
}

function checkBeta(where: string, beta: number): void {
  numberOption([where, 'beta'], beta, (number) => number >= 0, ['of at least 0', '0 means no coverage penalty']);
}
