/** One axis of a chart: from where to where it reaches, and the marks on it. */
import { niceTicks, tickLabel } from './nice-ticks.ts';

/** From where to where, with each mark and the label beside it. */
export type Axis = {
  readonly low: number;
  readonly high: number;
  readonly marks: readonly { readonly value: number; readonly label: string }[];
};

/** A closed axis ends on its last mark; an open one ends where the data ends, so that a run fills the width. */
export type AxisEnd = 'open' | 'closed';

/**
 * The axis that holds all values.
 *
 * @param values - finite, at least one
 * @param intervals - roughly how many
 */
export function axisFor(values: readonly number[], intervals: number, end: AxisEnd): Axis {
  const low = values.reduce((smaller, value) => Math.min(smaller, value), Infinity);
  const high = values.reduce((larger, value) => Math.max(larger, value), -Infinity);
  const ticks = niceTicks(low, high, intervals);
  const isOpen = end === 'open' && low < high;
  const shown = isOpen ? ticks.values.filter((value) => value <= high) : ticks.values;
  return {
    low: ticks.values[0] ?? low,
    high: isOpen ? high : (ticks.values.at(-1) ?? high),
    marks: shown.map((value) => ({ value, label: tickLabel(value, ticks.step) })),
  };
}

/** A function from values on the axis to places on the drawing; `to` may be smaller than `from`. */
export function scaleOf({ low, high }: Axis, from: number, to: number): (value: number) => number {
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}
