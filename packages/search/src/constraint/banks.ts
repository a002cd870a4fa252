// Dynamic beam allocation. What a constraint wants is often improbable, so the most probable beginnings are those that have
// none of it. Here the places of a source are divided among its banks, a bank being all expansions that still miss the same
// number of tokens; the strategy then sees no more than fits in its places.

import { bestCandidates, type BestCandidates } from '../strategy/best-candidates.ts';
import type { RowConstraint } from './constraint.ts';
import { keepOnly } from './token-list.ts';

/** A row as the banks see it. */
export type BankRow = {
  readonly source: number;
  readonly logProb: number;
  readonly constraints: readonly RowConstraint[];
};

type Bank = { readonly best: BestCandidates; threshold: number };

/** The log-probabilities that are left, and the rows that have lost all: they have not come to their end by themselves. */
type SharedScores = { readonly logProbs: Float32Array; readonly leftOut: ReadonlySet<number> };

/**
 * Leaves to each source as many expansions as it has places: the best of each bank, then the second best of each, and so on,
 * those first that miss least. Ends of sentences take no place.
 *
 * @param logProbs - [rows · V], not changed
 * @see Post, Vilar 2018, section 3.2; banks that are empty give their places to the others here too
 */
export function shareBeam(
  logProbs: Float32Array,
  rows: readonly BankRow[],
  {
    places,
    vocabularySize: V,
    eos,
  }: { readonly places: number; readonly vocabularySize: number; readonly eos: number },
): SharedScores {
  const left = logProbs.slice();
  const leftOut = new Set<number>();
  const rowsOf = new Map<number, number[]>();
  for (const [row, { source }] of rows.entries()) rowsOf.set(source, [...(rowsOf.get(source) ?? []), row]);
  for (const ofSource of rowsOf.values()) {
    const banks = new Map<number, Bank>();
    for (const row of ofSource) {
      const { constraints, logProb } = rows[row]!;
      const asking = constraints.filter((each) => each.missingAfter);
      let bank: Bank | undefined;
      let bankMissing = -1;
      for (let token = 0; token < V; token++) {
        const candidate = row * V + token;
        const score = logProb + logProbs[candidate]!;
        if (score === -Infinity || token === eos) continue;
        let missing = 0;
        for (const each of asking) missing += each.missingAfter!(token);
        // Neighbours are mostly of one bank.
        if (!bank || missing !== bankMissing) {
          bank = banks.get(missing) ?? { best: bestCandidates(places), threshold: -Infinity };
          banks.set(missing, bank);
          bankMissing = missing;
        }
        if (score > bank.threshold) bank.threshold = bank.best.add(score, candidate);
      }
    }
    if (banks.size < 2) continue; // the strategy knows best by itself
    const lists = [...banks].toSorted(([one], [other]) => one - other).map(([, { best }]) => best.drain());
    const chosen = Array.from({ length: places }, (_, rank) => lists.map((list) => list[rank]))
      .flat()
      .filter((candidate) => candidate !== undefined)
      .slice(0, places);
    for (const row of ofSource) {
      const ofRow = left.subarray(row * V, (row + 1) * V);
      const kept = chosen.filter((candidate) => Math.floor(candidate / V) === row);
      const tokens = [eos, ...kept.map((candidate) => candidate % V)];
      if (kept.length === 0 && ofRow.some((value, token) => value > -Infinity && token !== eos)) leftOut.add(row);
      keepOnly(ofRow, tokens);
    }
  }
  return { logProbs: left, leftOut };
}
