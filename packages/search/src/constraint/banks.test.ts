import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { seededNumbers } from '../random/seeded-numbers.ts';
import { pickCandidates } from '../strategy/candidates-of.ts';
import { bannedTokens, beam, noLengthPenalty, requiredPhrases, search } from '../index.ts';
import { shareBeam, type BankRow } from './banks.ts';
import type { RowConstraint } from './constraint.ts';

type Case = {
  readonly logProbs: Float32Array;
  readonly rows: readonly BankRow[];
  readonly places: number;
  readonly vocabularySize: number;
  readonly eos: number;
};

const row = (values: Float32Array, index: number, V: number) => [...values.subarray(index * V, (index + 1) * V)];

/** What the places are given to, as the paper tells it: sort everything, deal out the banks in turns. */
function plainly({ logProbs, rows, places, vocabularySize: V, eos }: Case) {
  const picked = pickCandidates(logProbs, { count: places, eos }, { path: 'test', perRow: V });
  const width = picked.tokens.length / rows.length;
  const given = rows.map((_, index) =>
    row(picked.logProbs, index, width).flatMap((logProb, rank) =>
      logProb > -Infinity ? [{ token: picked.tokens[index * width + rank]!, logProb }] : [],
    ),
  );
  const leftOut = new Set<number>();
  for (const source of new Set(rows.map((each) => each.source))) {
    const expansions = rows.flatMap((each, index) =>
      each.source !== source
        ? []
        : row(logProbs, index, V).flatMap((logProb, token) => {
            const missing = each.constraints.reduce((sum, one) => sum + (one.missingAfter?.(token) ?? 0), 0);
            const isPossible = token !== eos && logProb > -Infinity;
            return isPossible ? [{ index, token, logProb, missing, score: each.logProb + logProb }] : [];
          }),
    );
    const banks = [...new Set(expansions.map(({ missing }) => missing))]
      .toSorted((one, other) => one - other)
      .map((missing) =>
        expansions
          .filter((each) => each.missing === missing)
          .toSorted((one, other) => other.score - one.score || one.index - other.index || one.token - other.token),
      );
    if (banks.length < 2) continue;
    const dealt = expansions.flatMap((_, rank) => banks.flatMap((bank) => bank.slice(rank, rank + 1))).slice(0, places);
    for (const [index, each] of rows.entries()) {
      if (each.source !== source) continue;
      const kept = dealt.filter((expansion) => expansion.index === index);
      if (kept.length === 0 && given[index]!.length > 0) leftOut.add(index);
      given[index] = kept
        .toSorted((one, other) => other.logProb - one.logProb || one.token - other.token)
        .map(({ token, logProb }) => ({ token, logProb }));
    }
  }
  return { given, leftOut };
}

function shared({ logProbs, rows, places, vocabularySize: V, eos }: Case) {
  const candidates = pickCandidates(logProbs, { count: places, eos }, { path: 'test', perRow: V });
  const endsBefore = [...candidates.eosLogProbs];
  const leftOut = shareBeam(logProbs, candidates, rows, { places, vocabularySize: V, eos });
  expect([...candidates.eosLogProbs]).toEqual(endsBefore);
  const width = candidates.tokens.length / rows.length;
  const given = rows.map((_, index) =>
    row(candidates.logProbs, index, width).flatMap((logProb, rank) =>
      logProb > -Infinity ? [{ token: candidates.tokens[index * width + rank]!, logProb }] : [],
    ),
  );
  return { given, leftOut };
}

/** What it asks for depends on the tokens that it tells apart, or on all. */
function randomConstraint(random: () => number, V: number): RowConstraint {
  const apply = () => {};
  if (random() < 0.2) return { apply };
  const below = (limit: number) => Math.floor(random() * limit);
  const others = below(3);
  const missing = Array.from({ length: V }, () => (random() < 0.3 ? below(4) : others));
  const missingAfter = (token: number) => missing[token]!;
  if (random() < 0.3) return { apply, missingAfter };
  return {
    apply,
    missingAfter,
    toldApart: [...missing.keys()].filter((token) => missing[token] !== others || random() < 0.1),
  };
}

describe('places are given to the best of each bank in turns', () => {
  test.each([false, true])('as sorting everything gives them, with ties: %s', (hasTies) => {
    const random = seededNumbers(hasTies ? 1 : 2);
    const below = (limit: number) => Math.floor(random() * limit);
    let divided = 0;
    let leftOut = 0;
    for (let count = 0; count < 600; count++) {
      const vocabularySize = 2 + below(30);
      const perSource = [1 + below(3), below(4)];
      const worth = () => (hasTies ? -1 - below(3) : -5 * random());
      const rows = perSource.flatMap((some, source) =>
        Array.from({ length: some }, (): BankRow => {
          const constraints = Array.from({ length: below(3) }, () => randomConstraint(random, vocabularySize));
          return { source, logProb: worth(), constraints };
        }),
      );
      const logProbs = Float32Array.from({ length: rows.length * vocabularySize }, () =>
        random() < 0.2 ? -Infinity : worth(),
      );
      const problem = { logProbs, rows, places: 1 + below(6), vocabularySize, eos: below(vocabularySize) };
      const expected = plainly(problem);
      expect(shared(problem)).toEqual(expected);
      const all = pickCandidates(
        logProbs,
        { count: problem.places, eos: problem.eos },
        { path: 'test', perRow: vocabularySize },
      );
      if (expected.given.flat().length < all.logProbs.filter((each) => each > -Infinity).length) divided++;
      leftOut += expected.leftOut.size;
    }
    expect(divided).toBeGreaterThan(100);
    expect(leftOut).toBeGreaterThan(100);
  });
});

test('two rows of one bank are told apart by all that they have said', async () => {
  // After 1 (0.6) and 3 (0.1): 1 3 has 0.18, 3 1 has 0.09, though 1 is more probable after 3 than 3 after 1.
  const rows: Record<string, number[]> = {
    '': [0, 0.6, 0.3, 0.1],
    '1': [0, 0.1, 0.2, 0.3],
    '3': [0, 0.9, 0.05, 0.05],
    '1,2': [0, 0, 0, 1],
  };
  const model = tableModel({
    vocabularySize: 4,
    nextProbabilities: (_, prefix) => rows[prefix.join()] ?? [1, 0, 0, 0],
  });
  const request = { sources: 1, bos: 0, eos: 0, maxLength: 5, constraints: [requiredPhrases([[3]])] };
  const strategy = beam({ width: 2, nBest: 2, lengthPenalty: noLengthPenalty });
  const [list] = await search(model, model.start(1), request, strategy);
  expect(list!.map(({ tokens, logProb }) => [tokens, Number(Math.exp(logProb).toFixed(3))])).toEqual([
    [[1, 3, 0], 0.18],
    [[1, 2, 3, 0], 0.12],
  ]);
});

test('a source whose constraints ask for nothing does not keep those of another from dividing its places', async () => {
  // Word 3 is improbable, and so comes late or never where places are not divided.
  const model = tableModel({
    vocabularySize: 5,
    nextProbabilities: (_, prefix) => [0.2, 0.4 - prefix.length / 50, 0.3, 0.02, 0.08 + prefix.length / 50],
  });
  const wanted = [requiredPhrases([[3, 3]])];
  const other = [bannedTokens([4])];
  const task = { bos: 0, eos: 0, maxLength: 6 };
  const strategy = beam({ width: 3, nBest: 5 });
  const [alone] = await search(model, model.start(1), { ...task, sources: 1, constraints: wanted }, strategy);
  const constraints = (source: number) => (source === 1 ? wanted : other);
  const found = await search(model, model.start(3), { ...task, sources: 3, constraints }, strategy);
  expect(found[1]).toEqual(alone);
});
