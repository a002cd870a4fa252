import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, negativeEditDistance } from './edit-distance.ts';

const options = { seed: 1, numRuns: 300 };
const short = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
const long = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 25 });

/** The definition itself, without a table: try all three edits at the front. */
function byDefinition(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0) return b.length;
  if (b.length === 0) return a.length;
  const [aRest, bRest] = [a.slice(1), b.slice(1)];
  return Math.min(
    byDefinition(aRest, bRest) + (a[0] === b[0] ? 0 : 1),
    byDefinition(aRest, b) + 1,
    byDefinition(a, bRest) + 1,
  );
}

describe('editDistance', () => {
  test('equals the recursive definition', () => {
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(editDistance(a, b)).toBe(byDefinition(a, b));
      }),
      options,
    );
  });

  test('is 0 for equal sequences and for those alone', () => {
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(editDistance(a, [...a])).toBe(0);
        expect(editDistance(a, b) === 0).toBe(a.join() === b.join());
      }),
      options,
    );
  });

  test('is symmetric', () => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
      }),
      options,
    );
  });

  test('takes no detour: the triangle inequality', () => {
    fc.assert(
      fc.property(long, long, long, (a, b, c) => {
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
      options,
    );
  });

  test('lies between the difference of the lengths and the longer length', () => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
      options,
    );
  });

  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['ab', 'ba', 2],
    ['intention', 'execution', 5],
  ])('from %j to %j is %d', (a, b, distance) => {
    expect(editDistance(Array.from(a), Array.from(b))).toBe(distance);
  });

  test('compares whole items', () => {
    expect(editDistance(['HH', 'AH', 'L', 'OW'], ['HH', 'EH', 'L', 'OW'])).toBe(1);
    expect(editDistance([1, 2, 3], [2, 3])).toBe(1);
    expect(editDistance([undefined], [])).toBe(1);
  });
});

test('negativeEditDistance is greater for what is nearer, and plain 0 for what is equal', () => {
  expect(negativeEditDistance([...'kitten'], [...'sitting'])).toBe(-3);
  expect(Object.is(negativeEditDistance([1], [1]), 0)).toBe(true);
});
