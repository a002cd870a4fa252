import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactMatchByLength } from './exact-match-by-length.ts';
import { exactMatch } from './exact-match.ts';
import { MetricError } from './metric-error.ts';

const answer = fc.constantFrom('a', 'b');
const outputs = fc.array(fc.record({ said: answer, right: answer, length: fc.nat({ max: 40 }) }), {
  minLength: 1,
  maxLength: 20,
});

describe('exactMatchByLength', () => {
  test('worked by hand', () => {
    const groups = exactMatchByLength(
      [['a'], ['b'], ['c'], ['d']],
      [[['a']], [['x']], [['c']], [['d']]],
      [20, 3, 0, 29],
      10,
    );
    expect(groups).toEqual([
      { from: 0, to: 9, right: 1, total: 2, rate: 1 / 2 },
      { from: 20, to: 29, right: 2, total: 2, rate: 1 },
    ]);
  });

  test('is exact match of each group alone, and of all in one wide group', () => {
    fc.assert(
      fc.property(outputs, fc.integer({ min: 1, max: 12 }), (given, width) => {
        const score = (list: typeof given, groupWidth: number) =>
          exactMatchByLength(
            list.map(({ said }) => [said]),
            list.map(({ right }) => [[right]]),
            list.map(({ length }) => length),
            groupWidth,
          );
        const groups = score(given, width);
        let seen = 0;
        let before = -1;
        for (const { from, to, right, total } of groups) {
          const members = given.filter(({ length }) => length >= from && length <= to);
          expect([right, total]).toEqual([members.filter((one) => one.said === one.right).length, members.length]);
          expect([from > before, from % width, to - from]).toEqual([true, 0, width - 1]);
          before = to;
          seen += total;
        }
        expect(seen).toBe(given.length);
        const whole = exactMatch(
          given.map(({ said }) => [said]),
          given.map(({ right }) => [[right]]),
        );
        expect(score(given, 41)).toEqual([{ from: 0, to: 40, ...whole }]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('refuses what cannot be grouped', () => {
    const run = (lengths: number[], width: number) => () => exactMatchByLength([['a']], [[['a']]], lengths, width);
    expect(run([1, 2], 10)).toThrow(MetricError);
    expect(run([1, 2], 10)).toThrow(/expected as many lengths as hypotheses, got 2 for 1;/);
    expect(run([1.5], 10)).toThrow(/integers of at least 0, got 1.5 at index 0;/);
    expect(run([1], 0)).toThrow(/expected a width of at least 1, got 0;/);
    expect(() => exactMatchByLength([], [], [], 10)).toThrow(/^exactMatchByLength: expected at least one hypothesis/);
  });
});
