// The curves of the page: what a wider beam changes, on the same words.
import { type Curve, svgCurve } from '@seq2seq/viz';
import { alphas, type BeamCell, type Stage, widths } from './beam-cell.ts';
import { type BeamSummary, summaryOf } from './beam-summary.ts';
import { stageCells } from './stage-cells.ts';

type Drawing = {
  readonly name: string;
  readonly title: string;
  readonly yLabel: string;
  readonly of: (summary: BeamSummary) => number;
};

/** One file each. */
export const drawings: readonly Drawing[] = [
  {
    name: 'log-probability',
    title: 'Log-probability of the output: difference from a beam of 1',
    yLabel: 'nats a word',
    of: ({ logProb }) => logProb,
  },
  {
    name: 'length',
    title: 'Length of the output: difference from a beam of 1',
    yLabel: 'tokens a word',
    of: ({ length }) => length,
  },
  {
    name: 'errors',
    title: 'Phone error rate: difference from a beam of 1',
    yLabel: 'percent of the phones',
    of: ({ phoneErrorRate }) => 100 * phoneErrorRate,
  },
];

/** A line for each stage and α; undefined while there are no cells. */
export const beamWidthCurve = (
  { title, yLabel, of }: Drawing,
  stages: readonly Stage[],
  cells: readonly BeamCell[],
): string | undefined => {
  const series = stages.flatMap((stage) =>
    alphas.flatMap((alpha) => {
      const own = stageCells(stage, cells, { alpha, words: stage.few });
      const first = own.find(({ width }) => width === widths[0]);
      if (!first) return [];
      const points = own.map((cell) => [Math.log10(cell.width), of(summaryOf(cell)) - of(summaryOf(first))] as const);
      return [{ name: `${stage.name}, α = ${alpha}`, points }];
    }),
  );
  const curve: Curve = { title, xLabel: 'beam width as a power of ten', yLabel, series };
  return series.length === 0 ? undefined : svgCurve(curve, { width: 720, height: 400 });
};
