import type { JSX } from 'preact';
import type { Column } from '../../page/comparison.ts';
import type { Measure } from '../../protocol/messages.ts';
import { type CurveLine, Curves } from '../../parts/curves/curves.tsx';
import { lookOf } from './looks.ts';

/** Loss and share of right answers on held-out examples, a line for each column, over the steps that all of them share. */
export const CompareCurves = ({
  columns,
  names,
  steps,
}: {
  readonly columns: readonly Column[];
  readonly names: readonly string[];
  /** All steps at which any of them was measured. */
  readonly steps: readonly number[];
}): JSX.Element => {
  const lines = (valueOf: (measure: Measure) => number): readonly CurveLine[] =>
    columns.map(({ run, look }, index) => {
      const bySteps = new Map(run.measures.value.map((measure) => [measure.step, valueOf(measure)]));
      return {
        label: names[index] ?? '',
        values: steps.map((step) => {
          const value = bySteps.get(step);
          return value === undefined || !Number.isFinite(value) ? null : value;
        }),
        ...lookOf(look),
      };
    });
  const saying = (wordsOf: (measure: Measure) => string): string =>
    columns
      .map(({ run }, index) => {
        const last = run.measures.value.at(-1);
        return last ? `${names[index]} ${wordsOf(last)} at step ${last.step}` : `${names[index]} nothing yet`;
      })
      .join('; ');
  return (
    <div class="compare-curves">
      <Curves
        label="Right on held-out examples"
        x={steps}
        lines={lines(({ exact }) => exact)}
        isShare
        summary={saying(({ exact }) => `${Math.round(100 * exact)} percent`)}
        cursor="compare"
      />
      <Curves
        label="Loss on held-out examples, in nats per token"
        x={steps}
        lines={lines(({ loss }) => loss)}
        isLogarithmic
        summary={saying(({ loss }) => loss.toFixed(2))}
        cursor="compare"
      />
    </div>
  );
};
