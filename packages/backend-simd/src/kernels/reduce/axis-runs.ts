/** Neighbouring axes that are either all reduced or all kept, as one. */
export type AxisRun = { readonly size: number; readonly isReduced: boolean };

/** A shape as runs of axes that are kept and reduced in turn; axes of the size 1 disappear. */
export const axisRuns = (shape: readonly number[], reducedAxes: readonly number[]): AxisRun[] => {
  const runs: AxisRun[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const isReduced = reducedAxes.includes(axis);
    const last = runs.at(-1);
    if (last?.isReduced === isReduced) runs[runs.length - 1] = { isReduced, size: last.size * size };
    else runs.push({ size, isReduced });
  }
  return runs;
};
