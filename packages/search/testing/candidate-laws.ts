// What a model must keep to when it gives candidates in place of full scores.

import { SearchError, type CandidateRequest, type Candidates, type StepScores } from '../src/index.ts';

/** The full scores of a step without a request. */
export function fullLogProbs({ logProbs }: StepScores, step: number): Float32Array {
  if (logProbs) return logProbs;
  throw new SearchError(
    `checkStepModel, step ${step}: logProbs must be given, got candidates; give candidates only where they are requested.`,
    { path: 'candidates', step, expected: 'logProbs', actual: 'candidates' },
  );
}

/**
 * Checks that one row's candidates are the best tokens of its full scores, and say the same of them.
 *
 * @param full - [V]
 * @throws SearchError if there is a better token, or a log-probability is another than in the full scores
 */
export function checkCandidatesOfRow(
  candidates: Candidates,
  full: Float32Array,
  { count, eos }: CandidateRequest,
  { step, row, tolerance }: { readonly step: number; readonly row: number; readonly tolerance: number },
): void {
  const tokens = [...candidates.tokens.subarray(row * count, (row + 1) * count)];
  const best = Array.from(full)
    .filter((_, token) => token !== eos)
    .toSorted((one, other) => other - one);
  const said = [...candidates.logProbs.subarray(row * count, (row + 1) * count), candidates.eosLogProbs[row]!];
  const listed = [...tokens, eos].map((token) => full[token]!);
  const wanted = [...best.slice(0, count), full[eos]!];
  const isNear = (one: number, other: number) => one === other || Math.abs(one - other) <= tolerance;
  const wrong = said.findIndex((logProb, at) => !isNear(logProb, listed[at]!) || !isNear(logProb, wanted[at]!));
  if (wrong < 0 && new Set(tokens).size === count) return;
  throw new SearchError(
    `checkStepModel, step ${step}, row ${row}: candidates ${tokens.join(', ')} must be the ${count} best tokens without the end of sentence, which have ${wanted.join(', ')} with it last, got ${said.join(', ')}; a request must change nothing but what is left out.`,
    { path: 'candidates', step, row, expected: wanted, actual: said },
  );
}
