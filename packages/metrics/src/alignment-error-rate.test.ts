import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignmentErrorRate } from './alignment-error-rate.ts';
import type { Link } from './links.ts';
import { MetricError } from './metric-error.ts';

const options = { seed: 1, numRuns: 300 };
const link = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }));
const links = fc.uniqueArray(link, { selector: String, maxLength: 8 });
const pair = fc.record({
  found: links,
  sure: fc.uniqueArray(link, { selector: String, minLength: 1, maxLength: 6 }),
  possible: links,
});
const pairs = fc.array(pair, { minLength: 1, maxLength: 5 });

/** The formula over a square of 4 by 4 cells that are looked at one by one, without sets. */
function byCells(given: readonly { found: Link[]; sure: Link[]; possible: Link[] }[]): number {
  let [hits, all] = [0, 0];
  for (const { found, sure, possible } of given) {
    for (let target = 0; target < 4; target++) {
      for (let source = 0; source < 4; source++) {
        const [isFound, isSure, isPossible] = [found, sure, possible].map((list) =>
          list.some(([row, column]) => row === target && column === source),
        );
        if (isFound) all++;
        if (isSure) all++;
        if (isFound && isSure) hits += 2;
        else if (isFound && isPossible) hits += 1;
      }
    }
  }
  return 1 - hits / all;
}

function score(given: readonly { found: Link[]; sure: Link[]; possible: Link[] }[]) {
  return alignmentErrorRate(
    given.map(({ found }) => found),
    given,
  );
}

describe('alignmentErrorRate', () => {
  test('worked by hand', () => {
    // Pair 1: 4 links found, of 3 sure ones 2, and of the others 1 is possible. Pair 2: 1 found, which is the only sure one.
    // |A∩S| = 2 + 1, |A∩P| = 3 + 1, |A| = 4 + 1, |S| = 3 + 1: 1 − 7/9
    const found: Link[][] = [
      [
        [0, 0],
        [1, 2],
        [2, 1],
        [3, 3],
      ],
      [[0, 1]],
    ];
    const references: { sure: Link[]; possible?: Link[] }[] = [
      {
        sure: [
          [0, 0],
          [1, 2],
          [2, 2],
        ],
        possible: [
          [2, 1],
          [3, 0],
        ],
      },
      { sure: [[0, 1]] },
    ];
    expect(alignmentErrorRate(found, references)).toEqual({
      sureFound: 3,
      possibleFound: 4,
      links: 5,
      sureLinks: 4,
      rate: 1 - 7 / 9,
    });
  });

  test('equals the formula cell by cell, from 0 to 1', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const { rate } = score(given);
        expect(rate).toBeCloseTo(byCells(given), 12);
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
      }),
      options,
    );
  });

  test('is 0 for the sure links with any of the possible ones, and 1 for none of them', () => {
    fc.assert(
      fc.property(pairs, fc.nat({ max: 8 }), (given, count) => {
        const perfect = given.map(({ sure, possible }) => ({
          found: [...sure, ...possible.slice(0, count)],
          sure,
          possible,
        }));
        expect(score(perfect).rate).toBe(0);
        const wrong = given.map(({ found, sure, possible }) => ({
          found: found.map(([target, source]): [number, number] => [target + 9, source]),
          sure,
          possible,
        }));
        expect(score(wrong).rate).toBe(1);
      }),
      options,
    );
  });

  test('is the share of wrong links where each target token has one', () => {
    const diagonal: Link[] = Array.from({ length: 8 }, (_, place) => [place, place]);
    const three = diagonal.map(([target, source]): Link => [target, target < 3 ? source + 1 : source]);
    expect(alignmentErrorRate([three], [{ sure: diagonal }]).rate).toBe(3 / 8);
  });

  test('sums over all pairs before dividing', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const whole = score(given);
        const parts = given.map((one) => score([one]));
        for (const count of ['sureFound', 'possibleFound', 'links', 'sureLinks'] as const) {
          expect(whole[count]).toBe(parts.reduce((total, part) => total + part[count], 0));
        }
        expect(score(given.toReversed())).toEqual(whole);
      }),
      options,
    );
  });

  test('counts a link once, and a sure one as possible whether listed so or not', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const doubled = given.map(({ found, sure, possible }) => ({
          found: [...found, ...found],
          sure: [...sure, ...sure],
          possible: [...possible, ...sure],
        }));
        expect(score(doubled)).toEqual(score(given));
      }),
      options,
    );
  });

  test('refuses what cannot be scored', () => {
    expect(() => alignmentErrorRate([[]], [])).toThrow(MetricError);
    expect(() => alignmentErrorRate([[]], [])).toThrow(/expected as many references as alignments, got 0 for 1;/);
    expect(() => alignmentErrorRate([], [])).toThrow(/at least one link found or sure, got none in 0 sentence pairs/);
    expect(() => alignmentErrorRate([[]], [{ sure: [], possible: [[0, 0]] }])).toThrow(MetricError);
    expect(() => alignmentErrorRate([[[0, -1]]], [{ sure: [] }])).toThrow(
      /alignment 0: expected positions from 0, got target 0 and source -1/,
    );
    expect(() => alignmentErrorRate([[]], [{ sure: [], possible: [[0.5, 1]] }])).toThrow(
      /reference 0: .* got target 0.5 and source 1/,
    );
  });
});
