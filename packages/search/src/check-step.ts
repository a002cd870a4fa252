// What comes back from a model or a strategy is checked here, once, so that the loop and the strategies can trust it.

import { checkCandidates } from './check-candidates.ts';
import { checkLogProbs } from './check-log-probs.ts';
import type { Hypothesis } from './hypothesis.ts';
import { SearchError } from './search-error.ts';
import type { CandidateRequest, StepScores } from './step-model.ts';
import { pickCandidates } from './strategy/candidates-of.ts';
import type { Expansion } from './strategy/strategy.ts';

/** S of the first step, `none` if it had no alignment, undefined before it. */
export type SeenAlignment = number | 'none' | undefined;
/** Who gave full scores, if not the model at this step. */
type FullPlace = Omit<Place, 'step'> & { readonly step?: number; readonly from?: string };
type Place = { readonly step: number; readonly rows: number; readonly vocabularySize: number };

/**
 * Checks lengths and values of one step.
 *
 * @param request - what the model was asked for, if not for everything
 * @param pick - what to pick from full scores, which are checked while they are read for it
 * @returns the scores with no log-probability above 0, and the width of the alignment for the next step to agree with
 */
export function checkScores(
  scores: StepScores,
  { request, pick }: { readonly request: CandidateRequest | undefined; readonly pick: CandidateRequest | undefined },
  place: Place & { readonly seenAlignment: SeenAlignment },
): { readonly scores: StepScores; readonly seenAlignment: SeenAlignment } {
  const checked = scores.candidates
    ? { candidates: checkCandidates(scores.candidates, request, place) }
    : pick
      ? pickedScores(scores.logProbs, pick, place)
      : { logProbs: checkFullLogProbs(scores.logProbs, place) };
  const seenAlignment = checkAlignment(scores.alignment, place);
  return { scores: scores.alignment ? { ...checked, alignment: scores.alignment } : checked, seenAlignment };
}

function pickedScores(given: Float32Array | undefined, pick: CandidateRequest, place: Place) {
  const { logProbs, ...from } = fullLogProbs(given, place);
  return { logProbs, candidates: pickCandidates(logProbs, pick, from) };
}

/** Checks one number for each row and token. */
export function checkFullLogProbs(given: Float32Array | undefined, place: FullPlace): Float32Array {
  const { logProbs, ...from } = fullLogProbs(given, place);
  return checkLogProbs(logProbs, from);
}

function fullLogProbs(
  logProbs: Float32Array | undefined,
  { step, rows, vocabularySize, from = `model.step, step ${step}` }: FullPlace,
) {
  if (logProbs?.length === rows * vocabularySize)
    return { logProbs, from, path: 'logProbs', step, perRow: vocabularySize };
  throw new SearchError(
    `${from}: logProbs must have ${rows} rows · ${vocabularySize} tokens = ${rows * vocabularySize} values, got ${logProbs?.length ?? 'none'}; return one row of log-probabilities per live row.`,
    { path: 'logProbs', step, expected: rows * vocabularySize, actual: logProbs?.length },
  );
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
