import { indicesOf, type Numbers } from './read-numbers.ts';

/** How far sums of float32 may be off. */
const rounding = 1e-4;

/**
 * Refuses weights that are not shares of one: [B, S], none below zero, zero where not allowed, and of each row a sum of at most one.
 *
 * @param sumsToOne - whether the sum must be one wherever anything is allowed
 */
export const requireShares = (weights: Numbers, allowed: Numbers, sumsToOne = false): void => {
  const [B, S] = allowed.shape as [number, number];
  if (weights.shape.join() !== allowed.shape.join()) {
    throw new Error(
      `expected [${B}, ${S}], got [${weights.shape.join(', ')}]; give one weight for each position of each row.`,
    );
  }
  for (const [i, weight] of weights.data.entries()) {
    const place = indicesOf(i, weights.shape).join(', ');
    if (allowed.data[i] === 0 && weight !== 0)
      throw new Error(`expected 0 at [${place}], which is hidden, got ${weight}; multiply weights by allowed.`);
    if (!(weight >= 0)) throw new Error(`expected no weight below zero, got ${weight} at [${place}].`);
  }
  for (let row = 0; row < B; row++) {
    const sumOf = ({ data }: Numbers): number =>
      data.subarray(row * S, (row + 1) * S).reduce((sum, value) => sum + value, 0);
    const sum = sumOf(weights);
    const mustBeOne = sumsToOne && sumOf(allowed) > 0;
    if (sum > 1 + rounding || (mustBeOne && sum < 1 - rounding)) {
      throw new Error(
        `expected weights that sum to ${sumsToOne ? 'one' : 'at most one'}, got ${sum} in row ${row}; ` +
          'the context is to be a mean of the memory, or less.',
      );
    }
  }
};
