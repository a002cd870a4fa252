import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MetricError } from './metric-error.ts';
import { rouge, rougeL } from './rouge.ts';
import { tokenF1 } from './token-f1.ts';

const options = { seed: 1, numRuns: 200 };
const tokens = (text: string): string[] => (text === '' ? [] : text.split(' '));
const sentence = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });

/** Every selection of items that keeps their order; the longest that both have. */
function longestByTrying(one: readonly string[], other: readonly string[]): number {
  const selections = (items: readonly string[]): Set<string> =>
    new Set(
      Array.from({ length: 2 ** items.length }, (_, chosen) =>
        items.filter((__, i) => (chosen >> i) % 2 === 1).join(''),
      ),
    );
  const others = selections(other);
  return Math.max(...[...selections(one)].filter((each) => others.has(each)).map((each) => each.length));
}

describe('rouge', () => {
  // Lin 2004, section 3.1: two sentences, of which ROUGE-2 thinks alike
  const reference = tokens('police killed the gunman');

  test.each([
    ['police kill the gunman', 1 / 3, 3 / 4],
    ['the gunman kill police', 1 / 3, 2 / 4],
    ['the gunman police killed', 2 / 3, 2 / 4],
  ])('as in the paper: %s', (candidate, two, longest) => {
    const [byPairs, byOrder] = [rouge(tokens(candidate), reference, 2), rougeL(tokens(candidate), reference)];
    expect(byPairs).toEqual({ precision: two, recall: two, f: expect.closeTo(two, 12) });
    expect(byOrder).toEqual({ precision: longest, recall: longest, f: expect.closeTo(longest, 12) });
  });

  test('worked by hand', () => {
    // "a a b" has a, a, b; "a b b c" has a, b, b, c: a and b are shared once
    const found = rouge(tokens('a a b'), tokens('a b b c'), 1, { beta: 2 });
    expect(found).toEqual({ precision: 2 / 3, recall: 2 / 4, f: expect.closeTo(5 / 3 / (8 / 3 + 1 / 2), 12) });
    expect(rouge(tokens('a a b'), tokens('a b b c'), 1, { beta: Infinity }).f).toBe(1 / 2);
    expect(rougeL(tokens('x a y c'), tokens('a b c'), { beta: 0 })).toEqual({
      precision: 1 / 2,
      recall: 2 / 3,
      f: 1 / 2,
    });
  });

  test('has the longest common subsequence that trying all finds', () => {
    fc.assert(
      fc.property(sentence, sentence, (one, other) => {
        const longest = longestByTrying(one, other);
        const { precision, recall } = rougeL(one, other);
        expect(precision).toBe(one.length === 0 ? 0 : longest / one.length);
        expect(recall).toBe(other.length === 0 ? 0 : longest / other.length);
      }),
      options,
    );
  });

  test('turns precision and recall round with its arguments; f lies between them', () => {
    fc.assert(
      fc.property(sentence, sentence, fc.constantFrom(1, 2), (one, other, n) => {
        for (const score of [
          (a: string[], b: string[]) => rouge(a, b, n),
          (a: string[], b: string[]) => rougeL(a, b),
        ]) {
          const [there, back] = [score(one, other), score(other, one)];
          expect([back.precision, back.recall]).toEqual([there.recall, there.precision]);
          expect(there.f).toBeLessThanOrEqual(Math.max(there.precision, there.recall) + 1e-12);
          expect(there.f).toBeGreaterThanOrEqual(Math.min(there.precision, there.recall) - 1e-12);
        }
      }),
      options,
    );
  });

  test('is 0 where there is no n-gram', () => {
    expect(rouge(['a'], ['a'], 2)).toEqual({ precision: 0, recall: 0, f: 0 });
    expect(rougeL([], ['a'])).toEqual({ precision: 0, recall: 0, f: 0 });
  });

  test('refuses what it cannot count', () => {
    for (const n of [0, 1.5, Number.NaN]) expect(() => rouge([], [], n)).toThrow(MetricError);
    expect(() => rouge([], [], 0)).toThrow('rouge: expected a whole number above 0 as n, got 0; 1 is ROUGE-1');
    expect(() => rouge([], [], 1, { beta: -1 })).toThrow(/rouge: expected a beta of at least 0, got -1/);
    expect(() => rougeL([], [], { beta: Number.NaN })).toThrow(/rougeL: .* got NaN/);
  });
});

describe('tokenF1', () => {
  test('worked by hand', () => {
    // 2 of 3 and 2 of 4 are shared: 2 · 2 / (3 + 4)
    expect(tokenF1(tokens('a a b'), tokens('b a b c'))).toBeCloseTo(4 / 7, 12);
    expect([tokenF1([], []), tokenF1([], [1]), tokenF1([1], [])]).toEqual([1, 0, 0]);
  });

  test('is symmetric, does not see order, and is 1 for the same items alone', () => {
    fc.assert(
      fc.property(sentence, sentence, (one, other) => {
        expect(tokenF1(one, other)).toBeCloseTo(tokenF1(other, one.toReversed()), 12);
        expect(tokenF1(one, other) === 1).toBe(one.toSorted().join() === other.toSorted().join());
      }),
      options,
    );
  });
});
