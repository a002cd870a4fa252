import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceTicks, tickLabel } from './nice-ticks.ts';

describe('niceTicks', () => {
  it.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.3, 2.9, 5, [0, 0.5, 1, 1.5, 2, 2.5, 3]],
    [-1, 1, 4, [-1, -0.5, 0, 0.5, 1]],
    [0, 0.0003, 3, [0, 0.0001, 0.0002, 0.0003]],
    [5, 5, 4, [4.4, 4.6, 4.8, 5, 5.2, 5.4, 5.6]],
  ])('covers %d to %d in about %i steps', (low, high, count, values) => {
    expect(niceTicks(low, high, count).values).toEqual(values);
  });

  it('covers any range, in even steps of 1, 2 or 5 times a power of ten, close to the number asked for', () => {
    const anyNumber = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((whole) => whole / 1000);
    fc.assert(
      fc.property(anyNumber, anyNumber, fc.integer({ min: 2, max: 12 }), (one, other, count) => {
        fc.pre(one !== other);
        const [low, high] = one < other ? [one, other] : [other, one];
        const { step, values } = niceTicks(low, high, count);
        expect(values[0]).toBeLessThanOrEqual(low);
        expect(values.at(-1)).toBeGreaterThanOrEqual(high);
        expect(values[1]! - values[0]!).toBeCloseTo(step, 9);
        expect([1, 2, 5]).toContain(Number(step.toExponential().split('e')[0]));
        // The nearest step is at most √2.5 off, and rounding outwards adds at most one at each end.
        expect(values.length - 1).toBeLessThanOrEqual(count * 1.6 + 2);
        expect(values.length - 1).toBeGreaterThanOrEqual(count / 1.6);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

describe('tickLabel', () => {
  it.each([
    [0, 0.5, '0'],
    [0.5, 0.5, '0.5'],
    [1, 0.5, '1.0'],
    [-0.25, 0.05, '-0.25'],
    [0.001, 0.001, '0.001'],
    [1500, 500, '1,500'],
    [-12000, 2000, '-12,000'],
    [1234567.5, 0.5, '1,234,567.5'],
    [2e-7, 1e-7, '2e-7'],
    [3e9, 1e9, '3e+9'],
  ])('writes %d beside marks %d apart as %s', (value, step, label) => {
    expect(tickLabel(value, step)).toBe(label);
  });
});
