// What comes back from a model or a strategy is checked here, once, so that the loop and the strategies can trust it.

import type { Hypothesis } from './hypothesis.ts';
import { SearchError } from './search-error.ts';
import type { StepScores } from './step-model.ts';
import type { Expansion } from './strategy/strategy.ts';

/** S of the first step, `none` if it had no alignment, undefined before it. */
export type SeenAlignment = number | 'none' | undefined;
type Place = { readonly step: number; readonly rows: number; readonly vocabularySize: number };

/** A log-probability this little above 0 is rounding and counts as 0; more is a score that was never normalised. */
const roundingAboveZero = 0.01;

/**
 * Checks lengths and values of one step.
 *
 * @returns the scores with no log-probability above 0, and the width of the alignment for the next step to agree with
 */
export function checkScores(
  { logProbs, alignment }: StepScores,
  place: Place & { readonly seenAlignment: SeenAlignment },
): { readonly scores: StepScores; readonly seenAlignment: SeenAlignment } {
  const { step, rows, vocabularySize } = place;
  if (logProbs?.length !== rows * vocabularySize) {
    throw new SearchError(
      `model.step, step ${step}: logProbs must have ${rows} rows · ${vocabularySize} tokens = ${rows * vocabularySize} values, got ${logProbs?.length ?? 'none'}; return one row of log-probabilities per live row.`,
      { path: 'logProbs', step, expected: rows * vocabularySize, actual: logProbs?.length },
    );
  }
  const seenAlignment = checkAlignment(alignment, place);
  const checked = checkLogProbs(logProbs, place);
  return { scores: alignment ? { logProbs: checked, alignment } : { logProbs: checked }, seenAlignment };
}

function checkLogProbs(logProbs: Float32Array, { step, vocabularySize }: Place): Float32Array {
  let hasRounding = false;
  for (let index = 0; index < logProbs.length; index++) {
    const logProb = logProbs[index]!;
    if (logProb <= 0) continue;
    if (logProb <= roundingAboveZero) {
      hasRounding = true;
      continue;
    }
    const row = Math.floor(index / vocabularySize);
    const advice = Number.isNaN(logProb)
      ? 'look for an overflow or a division by zero in the model'
      : 'return log-probabilities (log-softmax), not logits or probabilities';
    throw new SearchError(
      `model.step, step ${step}, row ${row}: the log-probability of token ${index % vocabularySize} must be at most 0, got ${logProb}; ${advice}.`,
      { path: 'logProbs', step, row, expected: 'a number <= 0', actual: logProb },
    );
  }
  return hasRounding ? logProbs.map((logProb) => Math.min(0, logProb)) : logProbs;
}

function checkAlignment(
  alignment: Float32Array | undefined,
  { step, rows, seenAlignment }: Place & { readonly seenAlignment: SeenAlignment },
): SeenAlignment {
  const present = alignment ? alignment.length / rows : 'none';
  if (seenAlignment === undefined ? present === 'none' || Number.isInteger(present) : present === seenAlignment) {
    return present;
  }
  const expected =
    seenAlignment === 'none'
      ? 'absent, as at the steps before'
      : `${rows} rows · ${seenAlignment ?? 'S'} source positions${seenAlignment === undefined ? '' : ` = ${rows * seenAlignment}`} values`;
  throw new SearchError(
    `model.step, step ${step}: alignment must be ${expected}, got ${alignment?.length ?? 'none'}; return one row of equal length per live row, at every step or at none.`,
    { path: 'alignment', step, expected, actual: alignment?.length },
  );
}

/** Checks that a strategy chose rows and tokens that exist. */
export function checkExpansion(expansion: Expansion | undefined, place: Place): Expansion | undefined {
  if (!expansion) return undefined;
  const { step, rows: rowCount, vocabularySize } = place;
  const { rows, tokens } = expansion;
  if (rows.length !== tokens.length || rows.length === 0) {
    throw new SearchError(
      `strategy.advance, step ${step}: rows and tokens must be equally many and not empty, got ${rows.length} and ${tokens.length}; return undefined when every source is done.`,
      { path: 'expansion', step, expected: rows.length, actual: tokens.length },
    );
  }
  const checkRange = (name: string, values: Int32Array, limit: number) => {
    const index = values.findIndex((value) => !(value >= 0 && value < limit));
    if (index < 0) return;
    throw new SearchError(
      `strategy.advance, step ${step}: ${name}[${index}] must be from 0 to ${limit - 1}, got ${values[index]}; rows are those of the step just scored.`,
      { path: `expansion.${name}`, step, expected: `0 to ${limit - 1}`, actual: values[index] },
    );
  };
  checkRange('rows', rows, rowCount);
  checkRange('tokens', tokens, vocabularySize);
  return expansion;
}

/** Checks that a strategy answers for every source. */
export function checkResults(
  results: readonly (readonly Hypothesis[])[],
  sources: number,
): readonly (readonly Hypothesis[])[] {
  if (results.length === sources) return results;
  throw new SearchError(
    `strategy.best: must give one list of hypotheses for each of ${sources} sources, got ${results.length}; give an empty list for a source without any.`,
    { path: 'best', expected: sources, actual: results.length },
  );
}
