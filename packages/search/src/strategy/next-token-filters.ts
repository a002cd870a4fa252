// Which tokens may be drawn, and how likely each then is. A model is never quite sure that nonsense is impossible, and a drawer
// draws often enough to find out; each of these filters cuts off what is improbable in another way.

import { numberOption } from '../number-option.ts';
import { bestCandidates } from './best-candidates.ts';
import { countOption } from './count-option.ts';

/** They work in this order, each on the probabilities, made to sum to 1, that those before it have left. */
export type NextTokenFilters = {
  /** Log-probabilities are divided by it: below 1 the probable becomes more probable. Default: 1. */
  readonly temperature?: number;
  /** Only the k most probable tokens. (Fan et al. 2018) */
  readonly topK?: number;
  /** Only the most probable tokens that together have at least this probability. (Nucleus; Holtzman et al. 2020) */
  readonly topP?: number;
  /** Only tokens at least this many times as probable as the most probable. (Nguyen et al. 2024) */
  readonly minP?: number;
  /** Only the tokens closest to the entropy in surprise, together at least this probable. (Meister et al. 2023) */
  readonly typicalP?: number;
  /** Only tokens at least this probable; the most probable always. (Hewitt et al. 2022) */
  readonly epsilon?: number;
};

/** Tokens that may be drawn, in a fixed order, and their weights; by their place among the log-probabilities. */
export type Drawable = { readonly kept: Int32Array; readonly weights: Float64Array };

/** Checks the options, for the distribution of each row to come: at least one token, if any is possible. */
export function nextTokenFilters(name: string, filters: NextTokenFilters): (logProbs: Float32Array) => Drawable {
  const { temperature = 1, topK, topP, minP, typicalP, epsilon } = filters;
  const isShare = (share: number) => share > 0 && share <= 1;
  const share = ['above 0 and at most 1', 'leave it out to keep every token'] as const;
  numberOption([name, 'temperature'], temperature, (each) => each > 0, ['above 0', 'use greedy() for the limit 0']);
  if (topK !== undefined) countOption(`${name}.topK`, topK);
  for (const [option, value] of Object.entries({ topP, minP, typicalP, epsilon })) {
    if (value !== undefined) numberOption([name, option], value, isShare, share);
  }
  const isPlain = [topK, topP, minP, typicalP, epsilon].every((option) => option === undefined);
  // Used again for every row.
  let weights = new Float64Array(0);
  let possible = new Int32Array(0);

  return (logProbs) => {
    const { length } = logProbs;
    if (weights.length !== length) {
      weights = new Float64Array(length);
      possible = new Int32Array(length);
    }
    let greatest = -Infinity;
    for (let index = 0; index < length; index++) if (logProbs[index]! > greatest) greatest = logProbs[index]!;
    let count = 0;
    for (let index = 0; index < length && greatest > -Infinity; index++) {
      weights[index] = Math.exp((logProbs[index]! - greatest) / temperature);
      if (weights[index]! > 0) possible[count++] = index;
    }
    let kept: Int32Array = possible.subarray(0, count);
    if (isPlain) return { kept, weights };

    if (topK !== undefined) kept = bestOf(kept, weights, topK);
    if (topP !== undefined) kept = shareOf(kept, weights, weights, topP);
    let isOrdered = topK !== undefined || topP !== undefined;
    if (minP !== undefined) kept = kept.filter((index) => weights[index]! >= minP); // the greatest is 1
    if (typicalP !== undefined) {
      // How far a surprise, −ln p, is from the mean of all is how far ln w is from its mean, for weights of any sum.
      const logs = weights.map(Math.log);
      let mean = 0;
      for (const index of kept) mean += weights[index]! * logs[index]!;
      mean /= sumOf(kept, weights);
      const closeness = logs.map((each) => -Math.abs(each - mean));
      kept = shareOf(kept, closeness, weights, typicalP);
      isOrdered = false;
    }
    if (epsilon !== undefined) {
      const least = epsilon * sumOf(kept, weights);
      const [first] = bestOf(kept, weights, 1);
      kept = kept.filter((index) => weights[index]! >= least || index === first);
    }
    return { kept: isOrdered ? kept : bestOf(kept, weights, kept.length), weights };
  };
}

/** The few with the greatest scores, in falling order, the smaller index first of equals. */
function bestOf(indexes: Int32Array, scores: Float64Array, count: number): Int32Array {
  const best = bestCandidates(count);
  let threshold = -Infinity;
  for (const index of indexes) if (scores[index]! > threshold) threshold = best.add(scores[index]!, index);
  return Int32Array.from(best.drain());
}

/** As many of those with the greatest scores as it takes for this share of the weight of all, in falling order. */
function shareOf(indexes: Int32Array, scores: Float64Array, weights: Float64Array, share: number): Int32Array {
  let left = share * sumOf(indexes, weights);
  // Turned round, so that the greatest is removed first: mostly a few are enough, and the others need not be sorted.
  const heap = bestCandidates(indexes.length);
  for (const index of indexes) heap.add(-scores[index]!, -index);
  const taken = new Int32Array(indexes.length);
  let count = 0;
  while (count < taken.length && left > 0) {
    taken[count] = -heap.removeWorst();
    left -= weights[taken[count++]!]!;
  }
  return taken.subarray(0, count);
}

export function sumOf(indexes: Int32Array, weights: Float64Array): number {
  let sum = 0;
  for (const index of indexes) sum += weights[index]!;
  return sum;
}
