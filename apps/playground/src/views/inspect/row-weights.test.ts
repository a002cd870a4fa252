import { createRandom } from '@seq2seq/core';
import { describe, expect, it } from 'vitest';
import { allOn, normalized, uniform, withWeight } from './row-weights.ts';

const random = createRandom(3);
const anyRow = (length: number): Float32Array =>
  normalized(Float32Array.from({ length }, () => (random.next() < 0.3 ? 0 : random.next())));
const sumOf = (row: Float32Array): number => row.reduce((sum, weight) => sum + weight, 0);

describe('a row that is set by hand', () => {
  it('sums to one after any change, and no weight is below zero', () => {
    for (let times = 0; times < 200; times++) {
      const row = anyRow(1 + Math.floor(random.next() * 12));
      const column = Math.floor(random.next() * row.length);
      const changed = withWeight(row, column, 3 * random.next() - 1);
      expect(sumOf(changed)).toBeCloseTo(1, 5);
      expect(Math.min(...changed)).toBeGreaterThanOrEqual(0);
    }
  });

  it('has the weight that was set, and the others in their old proportion', () => {
    const changed = withWeight(Float32Array.of(0.5, 0.3, 0.2), 0, 0.75);
    expect([...changed].map((weight) => Math.round(1000 * weight))).toEqual([750, 150, 100]);
  });

  it('gives what is left to all others where they had nothing', () => {
    expect([...withWeight(allOn(5, 2), 2, 0)]).toEqual([0.25, 0.25, 0, 0.25, 0.25]);
  });

  it('of one token stays what it is', () => {
    expect([...withWeight(Float32Array.of(1), 0, 0.2)]).toEqual([1]);
  });

  it('has no opinion where nothing is given', () => {
    expect(normalized(new Float32Array(4))).toEqual(uniform(4));
  });
});
