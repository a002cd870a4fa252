import { MetricError } from './metric-error.ts';

/** What a model produced: one sequence of tokens per source. */
export type Hypotheses = readonly (readonly string[])[];

/** What it should have produced: one or more right answers per source. */
export type References = readonly (readonly (readonly string[])[])[];

/** A hypothesis with its right answers. */
export type ReferencedHypothesis<Output> = { readonly hypothesis: Output; readonly answers: readonly Output[] };

/**
 * Joins each hypothesis with its references.
 *
 * @param where - the metric's name, for the error
 * @throws MetricError if there is nothing to score, the counts differ, or a hypothesis has no reference
 */
export function joinReferences<Output>(
  where: string,
  hypotheses: readonly Output[],
  references: readonly (readonly Output[])[],
): ReferencedHypothesis<Output>[] {
  if (hypotheses.length !== references.length) {
    throw new MetricError(
      `${where}: expected as many lists of references as hypotheses, got ${references.length} for ${hypotheses.length}; give one list per hypothesis, in the same order`,
    );
  }
  if (hypotheses.length === 0) {
    throw new MetricError(`${where}: expected at least one hypothesis, got none; is the test set empty?`);
  }
  const unreferenced = hypotheses.flatMap((_, index) => (references[index]?.length === 0 ? [index] : []));
  if (unreferenced.length > 0) {
    throw new MetricError(
      `${where}: expected at least one reference per hypothesis, got none for ${unreferenced.length} of ${hypotheses.length} (index ${excerpt(unreferenced)}); leave those out of both lists`,
    );
  }
  return hypotheses.map((hypothesis, index) => ({ hypothesis, answers: references[index] ?? [] }));
}

function excerpt(indices: readonly number[]): string {
  const shown = 10;
  return indices.slice(0, shown).join(', ') + (indices.length > shown ? ', …' : '');
}
