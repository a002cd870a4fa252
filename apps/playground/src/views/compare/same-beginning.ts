// What runs have in common, as their trainer has seen it: the order of their examples, and the values that their weights began with.
import type { Column } from '../../page/comparison.ts';

/** How the batches of all runs agree: up to the last step at which all of them were measured. */
export type Agreement = {
  readonly step: number;
  /** What all have seen until then, as eight hexadecimal digits; undefined where they differ, or where nobody knows. */
  readonly batches: string | undefined;
};

export const batchesOf = (columns: readonly Column[]): Agreement | undefined => {
  const all = columns.map(({ run }) => new Map(run.measures.value.map(({ step, batches }) => [step, batches])));
  const [first, ...others] = all;
  const step = first && [...first.keys()].findLast((each) => others.every((other) => other.has(each)));
  if (!first || step === undefined) return undefined;
  const batches = first.get(step);
  const isSame = batches !== undefined && others.every((other) => other.get(step) === batches);
  return { step, batches: isSame ? batches.toString(16).padStart(8, '0') : undefined };
};

/** Weights that all runs have, of the same path and shape, and how many of those began with the same values. */
export const sharedWeights = (columns: readonly Column[]): { readonly shared: number; readonly equal: number } => {
  const [first = [], ...others] = columns.map(({ run }) => run.summary.value?.firstWeights ?? []);
  const twins = first.map((weight) => ({
    weight,
    others: others.map((weights) =>
      weights.find(({ path, shape }) => path === weight.path && shape.join() === weight.shape.join()),
    ),
  }));
  const shared = twins.filter((twin) => twin.others.every((other) => other !== undefined));
  const equal = shared.filter(({ weight, others: same }) => same.every((other) => other?.values === weight.values));
  return { shared: shared.length, equal: equal.length };
};
