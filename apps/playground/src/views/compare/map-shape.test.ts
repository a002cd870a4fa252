import { describe, expect, it } from 'vitest';
import type { Weights } from '../../protocol/messages.ts';
import { diagonalityOf, entropyOf } from './map-shape.ts';

const map = (...rows: readonly (readonly number[])[]): Weights => ({
  ...{ rows: rows.length, columns: rows[0]!.length, values: Float32Array.from(rows.flat()) },
});
const oneHot = (columns: number, ...places: readonly number[]): Weights =>
  map(...places.map((place) => Array.from({ length: columns }, (_, column) => Number(column === place))));

describe('entropy', () => {
  it('is 0 for rows that look at one token, and ln S for those that look at all alike', () => {
    expect(entropyOf(oneHot(4, 2, 0, 3))).toBe(0);
    expect(entropyOf(map([0.25, 0.25, 0.25, 0.25]))).toBeCloseTo(Math.log(4), 6);
  });

  it('is the mean over rows', () => {
    expect(entropyOf(map([0.5, 0.5], [1, 0]))).toBeCloseTo(Math.log(2) / 2, 6);
  });
});

describe('diagonality', () => {
  it('is 1 on a straight path, −1 on one backwards, 0 where nothing moves', () => {
    expect(diagonalityOf(oneHot(4, 0, 1, 2, 3))).toBeCloseTo(1, 6);
    expect(diagonalityOf(oneHot(9, 0, 2, 4, 6))).toBeCloseTo(1, 6);
    expect(diagonalityOf(oneHot(4, 3, 2, 1, 0))).toBeCloseTo(-1, 6);
    expect(diagonalityOf(oneHot(4, 2, 2, 2))).toBe(0);
    expect(diagonalityOf(oneHot(4, 2))).toBe(0);
  });

  it('is the correlation of rows and places, worked by hand', () => {
    // Rows 0 1 2, places 0 2 1: means 1 and 1, covariance 1, variances 2 and 2.
    expect(diagonalityOf(oneHot(3, 0, 2, 1))).toBeCloseTo(0.5, 6);
    // Half of two places is the place between them.
    expect(diagonalityOf(map([1, 0, 0], [0.5, 0, 0.5], [0, 0, 1]))).toBeCloseTo(1, 6);
  });
});
