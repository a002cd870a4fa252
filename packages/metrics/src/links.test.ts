import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linksOfAlignment } from './links.ts';
import { MetricError } from './metric-error.ts';

const options = { seed: 1, numRuns: 200 };
const weight = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }));
const matrix = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(weight, { minLength: width, maxLength: width }), { maxLength: 5 }));

describe('linksOfAlignment', () => {
  test('takes the largest weight of each row, of equal ones the first, and nothing from zeros', () => {
    const alignment = [[0.1, 0.7, 0.2], Float32Array.of(0, 0, 0), Float32Array.of(0.25, 0.375, 0.375), []];
    expect(linksOfAlignment(alignment)).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  test('takes every weight that reaches a threshold', () => {
    expect(
      linksOfAlignment(
        [
          [0.5, 0.25, 0.25],
          [0.2, 0.4, 0.4],
          [0, 0, 0],
        ],
        { threshold: 0.25 },
      ),
    ).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
    ]);
  });

  test('links each row that is not zero once, and to no smaller weight than another', () => {
    fc.assert(
      fc.property(matrix, (alignment) => {
        const links = linksOfAlignment(alignment);
        const rows = alignment.flatMap((row, target) => (row.some((value) => value > 0) ? [target] : []));
        expect(links.map(([target]) => target)).toEqual(rows);
        for (const [target, source] of links) {
          const chosen = alignment[target]?.[source] ?? -1;
          alignment[target]?.forEach((other, place) => {
            if (place < source) expect(other).toBeLessThan(chosen);
            else expect(other).toBeLessThanOrEqual(chosen);
          });
        }
      }),
      options,
    );
  });

  test('loses links, and never finds others, as the threshold rises', () => {
    fc.assert(
      fc.property(matrix, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (alignment, threshold) => {
        const all = linksOfAlignment(alignment, { threshold }).map(String);
        const fewer = linksOfAlignment(alignment, { threshold: threshold * 2 }).map(String);
        expect(all).toEqual(expect.arrayContaining(fewer));
        expect(linksOfAlignment(alignment, { threshold: 1.01 })).toEqual([]);
        expect(all).toHaveLength(alignment.flat().filter((value) => value >= threshold).length);
      }),
      options,
    );
  });

  test('does not depend on the scale of the weights', () => {
    fc.assert(
      fc.property(matrix, (alignment) => {
        const halved = alignment.map((row) => row.map((value) => (value < 1e-300 ? 0 : value / 2)));
        const clean = alignment.map((row) => row.map((value) => (value < 1e-300 ? 0 : value)));
        expect(linksOfAlignment(halved)).toEqual(linksOfAlignment(clean));
      }),
      options,
    );
  });

  test('refuses what are no weights', () => {
    const run = (value: number) => () => linksOfAlignment([[0.5], [0.5, value]]);
    for (const value of [-0.1, Number.NaN]) {
      expect(run(value)).toThrow(MetricError);
      expect(run(value)).toThrow(`got ${value} for target 1 and source 1; give weights, not scores`);
    }
  });

  test.each([0, -1, Number.NaN])('refuses the threshold %d', (threshold) => {
    expect(() => linksOfAlignment([[1]], { threshold })).toThrow(MetricError);
    expect(() => linksOfAlignment([[1]], { threshold })).toThrow(`expected a threshold above 0, got ${threshold};`);
  });
});
