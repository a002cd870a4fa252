// Whether one arm did better than another, seed by seed: both saw the same data for the same number of steps.

/** What the differences of several seeds say. */
type Verdict = 'came out' | 'the opposite came out' | 'too close to tell' | 'too few seeds' | 'not run';

export type PairedDifference = {
  /** One a seed, above 0 where the claim is right. */
  readonly differences: readonly number[];
  readonly mean: number;
  /** Half the width of the 95 % interval around the mean; infinite with fewer than two seeds. */
  readonly margin: number;
  readonly verdict: Verdict;
};

/** With fewer seeds than these nothing is said. */
const fewest = 3;

/** The 97.5 % points of Student's t with 1, 2, … degrees of freedom. */
const t975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** As many degrees of freedom as in the last of them make it a little wider than it should be, never narrower. */
const pointOf = (degrees: number): number => t975[Math.min(degrees, t975.length) - 1] ?? Infinity;

/**
 * The mean of the differences with its 95 % interval by Student's t, and what follows: a claim came out only if the whole interval is
 * on its side, and not with fewer than three seeds.
 *
 * @param pairs - for each seed the figure that should be better, and the other
 * @param wants - whether more of it is better
 */
export const pairedDifference = (
  pairs: readonly (readonly [better: number, worse: number])[],
  wants: 'more' | 'less',
): PairedDifference => {
  const differences = pairs.map(([better, worse]) => (wants === 'more' ? better - worse : worse - better));
  const count = differences.length;
  if (count === 0) return { differences, mean: Number.NaN, margin: Infinity, verdict: 'not run' };
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / count;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const margin = count < 2 ? Infinity : pointOf(count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { differences, mean, margin, verdict: count < fewest ? 'too few seeds' : verdictOf(mean, margin) };
};

const verdictOf = (mean: number, margin: number): Verdict => {
  if (mean - margin > 0) return 'came out';
  return mean + margin < 0 ? 'the opposite came out' : 'too close to tell';
};
