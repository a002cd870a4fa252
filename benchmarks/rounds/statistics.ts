/** The middle value: what a noisy machine usually gives. Of an even number of values the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** What one round usually gave: the median of the rounds' medians. */
export const medianOfMedians = (rounds: readonly (readonly number[])[]): number => median(rounds.map(median));

/** The middle and both ends of several values. */
export type Spread = { readonly median: number; readonly least: number; readonly greatest: number };

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  least: Math.min(...values),
  greatest: Math.max(...values),
});
