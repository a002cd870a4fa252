// The moments of a comparison: whatever step any of its runs was measured at.
import type { Column } from '../../page/comparison.ts';
import type { Measure } from '../../protocol/messages.ts';

/** In order, each once. */
export const measuredSteps = (columns: readonly Column[]): readonly number[] =>
  [...new Set(columns.flatMap(({ run }) => run.measures.value.map(({ step }) => step)))].toSorted((a, b) => a - b);

/** What a run was like at a step: its last measure until then. Without a step its last one. */
export const measureAt = (measures: readonly Measure[], step: number | undefined): Measure | undefined =>
  step === undefined ? measures.at(-1) : measures.findLast((measure) => measure.step <= step);
