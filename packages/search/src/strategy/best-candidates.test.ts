import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestCandidates } from './best-candidates.ts';

test('one pass keeps what sorting everything would keep, earlier of equals first', () => {
  const scores = fc.array(
    fc.oneof(fc.integer({ min: -3, max: 0 }), fc.constant(-Infinity), fc.double({ max: 0, noNaN: true })),
  );
  fc.assert(
    fc.property(
      fc.array(scores, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 8 }),
      (rounds, capacity) => {
        const candidates = bestCandidates(capacity); // used again each round
        for (const round of rounds) {
          let threshold = -Infinity;
          for (const [key, score] of round.entries()) if (score > threshold) threshold = candidates.add(score, key);
          const expected = [...round.keys()]
            .filter((key) => round[key] !== -Infinity)
            .toSorted((one, other) => round[other]! - round[one]! || one - other)
            .slice(0, capacity);
          expect(candidates.drain()).toEqual(expected);
        }
      },
    ),
    { seed: 1, numRuns: 2000 },
  );
});
