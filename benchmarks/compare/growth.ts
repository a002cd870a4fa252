// Whether a training step takes time in proportion to its tokens, as the batch and the lengths double.
import type { BenchmarkCase } from '../cases.ts';
import { alternate, type AlternateOptions, type Entrant, type Schedule } from '../rounds/alternate.ts';
import { median, type Spread, spreadOf } from '../rounds/statistics.ts';

/** One size of a case and how long its steps took: by round, milliseconds of every counted step. */
export type GrowthSize = {
  /** The letters of what has grown, and how many times; the smallest size has none. */
  readonly label: string;
  readonly shapes: BenchmarkCase;
  readonly rounds: readonly { readonly steps: readonly number[] }[];
};

export type GrowthPlan = {
  readonly shapes: BenchmarkCase;
  readonly threads: number;
  readonly schedule: Schedule;
};

/** What grows: batch, source and target length, each alone, and both lengths together, which is where attention grows with their product. */
const axes: Readonly<Record<string, readonly (keyof BenchmarkCase)[]>> = {
  B: ['batch'],
  S: ['sourceLength'],
  T: ['targetLength'],
  'S and T': ['sourceLength', 'targetLength'],
};
const factors = [2, 4];

/** The smallest size first, then each axis twice and four times as long. */
export const growthSizes = (smallest: BenchmarkCase): readonly Omit<GrowthSize, 'rounds'>[] => [
  { label: 'smallest', shapes: smallest },
  ...Object.entries(axes).flatMap(([letters, keys]) =>
    factors.map((factor) => ({
      label: `${letters} × ${factor}`,
      shapes: { ...smallest, ...Object.fromEntries(keys.map((key) => [key, factor * smallest[key]])) },
    })),
  ),
];

/** Trains all sizes in turns. */
export const measureGrowth = async (plan: GrowthPlan, options: AlternateOptions): Promise<readonly GrowthSize[]> => {
  const sizes = growthSizes(plan.shapes);
  const entrants = sizes.map(({ label, shapes }): Entrant => ({
    label,
    side: 'seq2seq',
    task: { what: 'train', shapes, backend: 'simd', threads: plan.threads },
  }));
  const rounds = await alternate(entrants, plan.schedule, options);
  return sizes.map((size) => ({
    ...size,
    rounds: rounds.map((round) => ({ steps: (round[size.label] ?? []).map(({ milliseconds }) => milliseconds) })),
  }));
};

/** Source and target tokens of a step. */
export const tokensOf = ({ batch, sourceLength, targetLength }: BenchmarkCase): number =>
  batch * (sourceLength + targetLength);

/** Time per token against the smallest size of the same round: 1 is linear, less is better than that. */
export const timePerToken = (size: GrowthSize, smallest: GrowthSize): Spread =>
  spreadOf(
    size.rounds.map(({ steps }, i) => {
      const ofSmallest = median(smallest.rounds[i]?.steps ?? []) / tokensOf(smallest.shapes);
      return median(steps) / tokensOf(size.shapes) / ofSmallest;
    }),
  );
