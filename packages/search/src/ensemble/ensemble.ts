// Several models of one vocabulary that decide together: trained from different seeds, their mistakes differ.

import { numberOption } from '../number-option.ts';
import { SearchError } from '../search-error.ts';
import type { StepModel } from '../step-model.ts';
import { jointModel, type ModelsOf } from './joint-model.ts';

export type EnsembleOptions = {
  /** How much each model counts, above 0; only their proportions matter. Default: all the same. */
  readonly weights?: readonly number[];
  /**
   * `linear`: the mean of probabilities, so what one model is sure of is possible. `log-linear`: the mean of log-probabilities,
   * normalised again, so what one model excludes is impossible. Default: `linear`.
   */
  readonly mode?: 'linear' | 'log-linear';
};

/**
 * A model that is the mean of several. Its state is the list of theirs: begin with `[firstStateOfOne, firstStateOfOther]`. The
 * alignment is the mean of theirs, or where they read different sources that of the first that has one.
 *
 * @throws SearchError if there is no model, their vocabularies differ, or an option is wrong
 */
export function ensemble<const States extends readonly unknown[]>(
  models: ModelsOf<States>,
  { weights = models.map(() => 1), mode = 'linear' }: EnsembleOptions = {},
): StepModel<States> {
  checkOptions(models.length, weights, mode);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const mixAll = mode === 'linear' ? meanOfProbabilities : meanOfLogProbs;
  return jointModel<States>('ensemble', models, {
    // A mean of one would be rounded once more.
    mix: (all, V) => (all.length === 1 ? all[0]! : mixAll(all, shares, V)),
    align(alignments) {
      const first = alignments.find((each) => each !== undefined);
      if (!first || alignments.some((each) => each?.length !== first.length)) return first;
      return first.map((_, at) => alignments.reduce((sum, each, index) => sum + shares[index]! * each![at]!, 0));
    },
  });
}

function checkOptions(models: number, weights: readonly number[], mode: string): void {
  const advice = ['above 0', `give one for each of ${models} models, and leave out what is not to count`] as const;
  for (let index = 0; index < Math.max(models, weights.length); index++) {
    const weight = index < models ? weights[index]! : Number.NaN;
    numberOption(['ensemble', `weights[${index}]`], weight, (each) => each > 0, advice);
  }
  if (mode !== 'linear' && mode !== 'log-linear') {
    throw new SearchError(`ensemble: mode must be linear or log-linear, got ${mode}; linear is the default.`, {
      path: 'ensemble.mode',
      expected: 'linear or log-linear',
      actual: mode,
    });
  }
}

/** log Σ w p */
function meanOfProbabilities(all: readonly Float32Array[], shares: readonly number[]): Float32Array {
  return all[0]!.map((_, at) => {
    // Less the highest, so that not all of them are too small for a number.
    let highest = -Infinity;
    for (const each of all) highest = Math.max(highest, each[at]!);
    if (highest === -Infinity) return highest;
    let sum = 0;
    for (const [index, each] of all.entries()) sum += shares[index]! * Math.exp(each[at]! - highest);
    return highest + Math.log(sum);
  });
}

/** Σ w log p, less what makes each row sum to one */
function meanOfLogProbs(all: readonly Float32Array[], shares: readonly number[], V: number): Float32Array {
  const mean = new Float64Array(all[0]!.length);
  for (const [index, each] of all.entries())
    for (let at = 0; at < mean.length; at++) mean[at]! += shares[index]! * each[at]!;
  for (let from = 0; from < mean.length; from += V) {
    const row = mean.subarray(from, from + V);
    const highest = row.reduce((one, other) => Math.max(one, other), -Infinity);
    if (highest === -Infinity) continue; // nothing is possible
    const sum = highest + Math.log(row.reduce((total, each) => total + Math.exp(each - highest), 0));
    for (let at = 0; at < V; at++) row[at]! -= sum;
  }
  return Float32Array.from(mean);
}
