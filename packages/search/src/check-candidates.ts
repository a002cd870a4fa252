// Candidates are checked like full scores, in a time that does not depend on the size of the vocabulary.

import { checkLogProbs } from './check-log-probs.ts';
import { SearchError } from './search-error.ts';
import type { CandidateRequest, Candidates } from './step-model.ts';

type Place = { readonly step: number; readonly rows: number; readonly vocabularySize: number };

/**
 * Checks lengths, values, tokens and order.
 *
 * @returns the candidates with no log-probability above 0
 */
export function checkCandidates(
  candidates: Candidates,
  request: CandidateRequest | undefined,
  place: Place,
): Candidates {
  const { step, rows } = place;
  if (!request) {
    throw new SearchError(
      `model.step, step ${step}: logProbs must be given, got candidates; give candidates only where they are requested.`,
      { path: 'candidates', step, expected: 'logProbs', actual: 'candidates' },
    );
  }
  const { count, eos } = request;
  const { tokens } = candidates;
  checkLength(candidates, 'tokens', count, place);
  checkLength(candidates, 'logProbs', count, place);
  checkLength(candidates, 'eosLogProbs', 1, place);
  const tokenAt = (index: number) => tokens[index]!;
  const logProbs = checkLogProbs(candidates.logProbs, { path: 'candidates.logProbs', step, perRow: count, tokenAt });
  const eosLogProbs = checkLogProbs(candidates.eosLogProbs, {
    path: 'candidates.eosLogProbs',
    step,
    perRow: 1,
    tokenAt: () => eos,
  });
  for (let index = 0; index < rows * count; index++) checkPlace(candidates, index, request, place);
  return { tokens, logProbs, eosLogProbs };
}

function checkLength(candidates: Candidates, name: keyof Candidates, perRow: number, { step, rows }: Place): void {
  const length = candidates[name]?.length;
  if (length === rows * perRow) return;
  throw new SearchError(
    `model.step, step ${step}: candidates.${name} must have ${rows} rows · ${perRow} = ${rows * perRow} values, got ${length ?? 'none'}; return as many candidates as requested for each live row, and what its end of sentence has.`,
    { path: `candidates.${name}`, step, expected: rows * perRow, actual: length },
  );
}

/** A token that may stand in the list, behind one that is better. */
function checkPlace(
  { tokens, logProbs }: Candidates,
  index: number,
  { count, eos }: CandidateRequest,
  { step, vocabularySize }: Place,
): void {
  const token = tokens[index]!;
  const logProb = logProbs[index]!;
  const isCandidate = token >= 0 && token < vocabularySize && token !== eos;
  if (isCandidate) {
    if (index % count === 0) return;
    const before = logProbs[index - 1]!;
    if (before > logProb || (before === logProb && tokens[index - 1]! < token)) return;
  }
  const row = Math.floor(index / count);
  const expected = isCandidate
    ? `worse than token ${tokens[index - 1]} before it, which has ${logProbs[index - 1]}, or as good and a larger token`
    : `a token from 0 to ${vocabularySize - 1} other than the end of sentence ${eos}`;
  throw new SearchError(
    `model.step, step ${step}, row ${row}: candidate ${index % count} must be ${expected}, got token ${token} with ${logProb}; sort each row's candidates, the best first.`,
    { path: 'candidates.tokens', step, row, expected, actual: token },
  );
}
