// Which tokens may be drawn, and how likely each then is. A model is never quite sure that nonsense is impossible, and a drawer
// draws often enough to find out; each of these filters cuts off what is improbable in another way.

import { numberOption } from '../number-option.ts';
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
export type Drawable = { readonly kept: readonly number[]; readonly weights: Float64Array };

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
  const needsOrder = [topK, topP, minP, typicalP, epsilon].some((option) => option !== undefined);

  return (logProbs) => {
    const greatest = logProbs.reduce((most, each) => Math.max(most, each), -Infinity);
    const weights = Float64Array.from(logProbs, (each) =>
      greatest === -Infinity ? 0 : Math.exp((each - greatest) / temperature),
    );
    let kept = [...weights.keys()].filter((index) => weights[index]! > 0);
    const total = () => kept.reduce((sum, index) => sum + weights[index]!, 0);
    /** The shortest beginning that has this share of the whole. */
    const takeShare = (order: readonly number[], wanted: number) => {
      let left = wanted * total();
      const end = order.findIndex((index) => (left -= weights[index]!) <= 0);
      return end < 0 ? order : order.slice(0, end + 1);
    };
    if (!needsOrder) return { kept, weights };

    const byWeight = (one: number, other: number) => weights[other]! - weights[one]! || one - other;
    kept.sort(byWeight);
    if (topK !== undefined) kept = kept.slice(0, topK);
    if (topP !== undefined) kept = [...takeShare(kept, topP)];
    if (minP !== undefined) kept = kept.filter((index) => weights[index]! >= minP * weights[kept[0]!]!);
    if (typicalP !== undefined) {
      const sum = total();
      const surprise = (index: number) => -Math.log(weights[index]! / sum);
      const entropy = kept.reduce((bits, index) => bits + (weights[index]! / sum) * surprise(index), 0);
      const distance = (index: number) => Math.abs(surprise(index) - entropy);
      const closest = kept.toSorted((one, other) => distance(one) - distance(other) || byWeight(one, other));
      kept = takeShare(closest, typicalP).toSorted(byWeight);
    }
    if (epsilon !== undefined) {
      const least = epsilon * total();
      kept = kept.filter((index, rank) => rank === 0 || weights[index]! >= least);
    }
    return { kept, weights };
  };
}
