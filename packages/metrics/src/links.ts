import { MetricError } from './metric-error.ts';

/** One target token and one source token that belong together, each by its position, from 0. */
export type Link = readonly [target: number, source: number];

/**
 * Hard links out of an alignment: for each target token the source token with the largest weight, of equally large ones the
 * first. A token that attends to nothing, with a row of zeros, has no link. With a threshold, every source token of that much
 * weight, so that a target token may have several links or none.
 *
 * The row of eos, if the alignment has one, is a row like any other: cut it off where the reference knows no eos.
 *
 * @param alignment - [T, S] the weights of one output, a row per target token
 * @param threshold - the least weight that makes a link, above 0
 * @throws MetricError if a weight is negative or not a number, or the threshold is not above 0
 * @see Luong, Pham, Manning 2015, section 5.4, which takes the largest weight
 */
export function linksOfAlignment(
  alignment: readonly (readonly number[] | Float32Array)[],
  { threshold }: { readonly threshold?: number } = {},
): Link[] {
  if (threshold !== undefined && !(threshold > 0)) {
    throw new MetricError(
      `linksOfAlignment: expected a threshold above 0, got ${threshold}; leave it out for the largest weight of each row`,
    );
  }
  return alignment.flatMap((row, target) => {
    const weights = Array.from(row);
    checkWeights(weights, target);
    const sources = threshold === undefined ? largest(weights) : positions(weights, (weight) => weight >= threshold);
    return sources.map((source): Link => [target, source]);
  });
}

function largest(weights: readonly number[]): number[] {
  const most = weights.reduce((highest, weight) => Math.max(highest, weight), 0);
  return most > 0 ? [weights.indexOf(most)] : [];
}

function positions(weights: readonly number[], isChosen: (weight: number) => boolean): number[] {
  return weights.flatMap((weight, source) => (isChosen(weight) ? [source] : []));
}

function checkWeights(weights: readonly number[], target: number): void {
  const source = weights.findIndex((weight) => !(weight >= 0));
  if (source >= 0) {
    throw new MetricError(
      `linksOfAlignment: expected weights of at least 0, got ${weights[source]} for target ${target} and source ${source}; give weights, not scores`,
    );
  }
}
