// Dynamic beam allocation. What a constraint wants is often improbable, so the most probable beginnings are those that have
// none of it. Here the places of a source are divided among its banks, a bank being all expansions that still miss the same
// number of tokens; the strategy then sees no more than fits in its places.

import { firstAbove } from '../first-above.ts';
import type { Candidates } from '../step-model.ts';
import { bestCandidates, type BestCandidates } from '../strategy/best-candidates.ts';
import type { RowConstraint } from './constraint.ts';

/** A row as the banks see it. */
export type BankRow = {
  readonly source: number;
  readonly logProb: number;
  readonly constraints: readonly RowConstraint[];
};

type Bank = { readonly best: BestCandidates; threshold: number };

type Places = { readonly places: number; readonly vocabularySize: number; readonly eos: number };

/**
 * Leaves to each source as many expansions as it has places: the best of each bank, then the second best of each, and so on,
 * those first that miss least. Ends of sentences take no place.
 *
 * @param logProbs - [rows · V]
 * @param candidates - the best of each row; changed in place
 * @returns the rows that have lost all: they have not come to their end by themselves
 * @see Post, Vilar 2018, section 3.2; banks that are empty give their places to the others here too
 */
export function shareBeam(
  logProbs: Float32Array,
  candidates: Candidates,
  rows: readonly BankRow[],
  { places, vocabularySize: V, eos }: Places,
): ReadonlySet<number> {
  const perRow = candidates.tokens.length / rows.length;
  const leftOut = new Set<number>();
  const rowsOf = new Map<number, number[]>();
  for (const [row, { source }] of rows.entries()) rowsOf.set(source, [...(rowsOf.get(source) ?? []), row]);
  let everyToken: readonly number[] | undefined;
  for (const ofSource of rowsOf.values()) {
    const banks = new Map<number, Bank>();
    for (const row of ofSource) {
      const { constraints, logProb } = rows[row]!;
      const asking = constraints.filter((each) => each.missingAfter);
      const told = asking.map((each) => each.toldApart ?? (everyToken ??= [...logProbs.subarray(0, V).keys()]));
      const stops = told.length === 1 ? told[0]! : [...new Set(told.flat())].toSorted((one, other) => one - other);
      const first = row * V;
      let bank: Bank | undefined;
      let bankMissing: number | undefined;
      /** Puts an expansion in its bank. */
      const offer = (at: number): Bank | undefined => {
        const token = at - first;
        const score = logProb + logProbs[at]!;
        if (score === -Infinity || token === eos) return undefined;
        let missing = 0;
        for (let index = 0; index < asking.length; index++) missing += asking[index]!.missingAfter!(token);
        // Neighbours are mostly of one bank.
        if (!bank || missing !== bankMissing) {
          bank = banks.get(missing) ?? { best: bestCandidates(places), threshold: -Infinity };
          banks.set(missing, bank);
          bankMissing = missing;
        }
        if (score > bank.threshold) bank.threshold = bank.best.add(score, at);
        return bank;
      };
      // All that is not told apart is of one bank: what is below its threshold, but for rounding, need not be looked at.
      let others: Bank | undefined;
      let at = first;
      for (let index = 0; index <= stops.length; index++) {
        const stop = first + (stops[index] ?? V);
        while (at < stop) {
          const { threshold } = others ?? { threshold: -Infinity };
          at = firstAbove(logProbs, at, stop, threshold - logProb - 1e-9 * Math.abs(threshold));
          if (at < stop) others = offer(at++) ?? others;
        }
        if (at < first + V) offer(at++);
      }
    }
    if (banks.size < 2) continue; // the strategy knows best by itself
    const lists = [...banks].toSorted(([one], [other]) => one - other).map(([, { best }]) => best.drain());
    const chosen = Array.from({ length: places }, (_, rank) => lists.map((list) => list[rank]))
      .flat()
      .filter((candidate) => candidate !== undefined)
      .slice(0, places)
      .toSorted((one, other) => logProbs[other]! - logProbs[one]! || one - other);
    for (const row of ofSource) {
      const first = row * perRow;
      const tokens = chosen.filter((candidate) => Math.floor(candidate / V) === row).map((candidate) => candidate % V);
      if (tokens.length === 0 && candidates.logProbs[first]! > -Infinity) leftOut.add(row);
      candidates.logProbs.fill(-Infinity, first, first + perRow);
      for (const [rank, token] of tokens.entries()) {
        candidates.tokens[first + rank] = token;
        candidates.logProbs[first + rank] = logProbs[row * V + token]!;
      }
    }
  }
  return leftOut;
}
