// A study's curve: a line an arm, each point the mean of its seeds.
import { svgCurve } from '@seq2seq/viz';
import type { LearningRun } from './learning-run.ts';
import { runsOfArm } from './study-tables.ts';
import type { Study } from './study.ts';

/** The drawing, if the study has one and any runs. */
export const studyCurve = (study: Study, runs: readonly LearningRun[]): string | undefined => {
  const { curve } = study;
  if (!curve) return undefined;
  const series = study.arms.flatMap((arm) => {
    const points = meanPoints(runsOfArm(study, arm, runs).map((run) => curve.pointsOf(run)));
    return points.length === 0 ? [] : [{ name: arm.name, points }];
  });
  return series.length === 0 ? undefined : svgCurve({ ...curve, series }, { width: 720, height: 400 });
};

/** For each x that occurs, the mean of the y it has, in the order of x. */
export const meanPoints = (
  lines: readonly (readonly (readonly [x: number, y: number])[])[],
): (readonly [x: number, y: number])[] => {
  const valuesAt = new Map<number, number[]>();
  for (const [x, y] of lines.flat()) valuesAt.set(x, [...(valuesAt.get(x) ?? []), y]);
  return [...valuesAt]
    .toSorted(([a], [b]) => a - b)
    .map(([x, values]) => [x, values.reduce((sum, value) => sum + value, 0) / values.length]);
};
