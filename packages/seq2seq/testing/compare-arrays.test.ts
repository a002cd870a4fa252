import { describe, expect, test } from 'vitest';
import { compareArrays, worse } from './compare-arrays.ts';

const compare = (actual: readonly number[], wanted: readonly number[], tolerance = 0.1) =>
  compareArrays(Float32Array.from(actual), Float32Array.from(wanted), { tolerance: () => tolerance });

describe('compareArrays', () => {
  test('equal is no difference; just within agrees; just outside does not', () => {
    expect(compare([1, 2], [1, 2])).toEqual({ relative: 0, excess: 0, agrees: true });
    expect(compare([1, 0.5], [1, 0], 0.5)).toEqual({ relative: 0.5, excess: 1, agrees: true });
    expect(compare([1, 0.75], [1, 0], 0.5)).toEqual({ relative: 0.75, excess: 1.5, agrees: false });
  });

  test('the worst place counts, wherever it is', () => {
    for (const place of [0, 1, 2]) expect(compare([0, 0, 0].with(place, 1), [0, 0, 0]).agrees).toBe(false);
  });

  test('another length, or what is not a number, never agrees', () => {
    expect(compare([1], [1, 2]).agrees).toBe(false);
    expect(compare([], [1]).agrees).toBe(false);
    expect(compare([Number.NaN], [1], 1e9).agrees).toBe(false);
    expect(compare([1], [Number.NaN], 1e9).agrees).toBe(false);
    expect(compare([Infinity], [1], 1e9).agrees).toBe(false);
  });

  test('places that do not count do not count', () => {
    const [one, other] = [Float32Array.of(1, 9), Float32Array.of(1, 2)];
    expect(compareArrays(one, other, { tolerance: () => 0.1, isCompared: (i) => i === 0 }).agrees).toBe(true);
    expect(compareArrays(one, other, { tolerance: () => 0.1, isCompared: (i) => i === 1 }).agrees).toBe(false);
  });

  test('relative to what is large, or to the scale given', () => {
    expect(compare([110], [100], 20).relative).toBeCloseTo(0.1);
    expect(compareArrays(Float32Array.of(3), Float32Array.of(1), { tolerance: () => 1, scale: 4 }).relative).toBe(0.5);
  });
});

test('worse is further from agreement', () => {
  expect(worse(compare([1], [0]), compare([0.5], [0]))).toBe(true);
  expect(worse(compare([0.5], [0]), compare([1], [0]))).toBe(false);
});
