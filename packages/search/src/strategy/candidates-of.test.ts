import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatesOf, pickCandidates } from './candidates-of.ts';

const scores = fc.oneof(
  fc.constantFrom(-Infinity, -3, -2, -1, 0),
  fc.float({ max: 0, noNaN: true, noDefaultInfinity: true }),
);

test('full scores: what sorting each row whole would give, without the end of sentence', () => {
  const cases = fc
    .record({
      V: fc.integer({ min: 1, max: 9 }),
      rows: fc.integer({ min: 1, max: 4 }),
      count: fc.integer({ min: 1, max: 10 }),
    })
    .chain(({ V, rows, count }) =>
      fc.record({
        V: fc.constant(V),
        rows: fc.constant(rows),
        count: fc.constant(count),
        eos: fc.integer({ min: 0, max: V - 1 }),
        values: fc.array(scores, { minLength: rows * V, maxLength: rows * V }),
      }),
    );
  fc.assert(
    fc.property(cases, ({ V, rows, count, eos, values }) => {
      const logProbs = Float32Array.from(values);
      const found = candidatesOf({ logProbs }, { count, eos }, V);
      const k = Math.min(count, V - 1);
      expect([found.tokens.length, found.logProbs.length, found.eosLogProbs.length]).toEqual([
        rows * k,
        rows * k,
        rows,
      ]);
      for (let row = 0; row < rows; row++) {
        const ofRow = [...logProbs.subarray(row * V, (row + 1) * V)];
        const possible = [...ofRow.keys()].filter((token) => token !== eos && ofRow[token] !== -Infinity);
        const best = possible.toSorted((one, other) => ofRow[other]! - ofRow[one]! || one - other).slice(0, k);
        const listed = found.logProbs.subarray(row * k, (row + 1) * k);
        expect([...found.tokens.subarray(row * k, row * k + best.length)]).toEqual(best);
        expect([...listed.subarray(0, best.length)]).toEqual(best.map((token) => ofRow[token]));
        expect(listed.subarray(best.length).every((logProb) => logProb === -Infinity)).toBe(true);
        expect(found.eosLogProbs[row]).toBe(ofRow[eos]);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('candidates are taken as they are', () => {
  const candidates = {
    tokens: Int32Array.of(3, 1),
    logProbs: Float32Array.of(-1, -2),
    eosLogProbs: Float32Array.of(-3),
  };
  expect(candidatesOf({ candidates }, { count: 2, eos: 0 }, 9)).toBe(candidates);
});

test('what is rounding above 0 counts as 0, and of such equals the smaller token is picked', () => {
  const logProbs = Float32Array.of(-9, 0.001, 0.005, 0);
  const picked = pickCandidates(logProbs, { count: 1, eos: 0 }, { path: 'logProbs', perRow: 4 });
  expect([...picked.tokens, ...picked.logProbs]).toEqual([1, 0]);
  const ending = pickCandidates(logProbs, { count: 1, eos: 2 }, { path: 'logProbs', perRow: 4 });
  expect([...ending.tokens, ...ending.logProbs, ...ending.eosLogProbs]).toEqual([1, 0, 0]);
});
