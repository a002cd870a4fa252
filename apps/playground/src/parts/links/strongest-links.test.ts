import { createRandom } from '@seq2seq/core';
import { describe, expect, it } from 'vitest';
import { leastWeight, type Link, strongestLinks } from './strongest-links.ts';

const random = createRandom(7);
const mapOf = (rows: number, columns: number) => ({
  rows,
  columns,
  values: Float32Array.from({ length: rows * columns }, () => random.next() ** 8),
});
const named = (links: readonly Link[]): string[] => links.map(({ row, column }) => `${row}-${column}`).toSorted();

describe('the strongest links', () => {
  it.each([
    [5, 7, 0, 20],
    [40, 30, 10, 15],
    [8, 60, 50, 59],
    [60, 8, 20, 30],
  ])('of %i by %i with %i to %i in sight are all that end there and can be seen', (rows, columns, first, last) => {
    const map = mapOf(rows, columns);
    const wanted: string[] = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const isSeen = [row, column].some((place) => place >= first && place <= last);
        if (isSeen && map.values[row * columns + column]! >= leastWeight(columns)) wanted.push(`${row}-${column}`);
      }
    }
    const links = strongestLinks(map, { first, last }, Number.POSITIVE_INFINITY);
    expect(named(links)).toEqual(wanted.toSorted());
    expect(links.map(({ weight }) => weight)).toEqual(links.map(({ weight }) => weight).toSorted((a, b) => a - b));
  });

  it('are the strongest, where there are too many', () => {
    const map = mapOf(20, 20);
    const all = strongestLinks(map, { first: 0, last: 19 }, Number.POSITIVE_INFINITY);
    const some = strongestLinks(map, { first: 0, last: 19 }, 5);
    expect(named(some)).toEqual(named(all.slice(-5)));
  });

  it('are all of a row of equal weights, however long it is', () => {
    const map = { rows: 1, columns: 200, values: new Float32Array(200).fill(1 / 200) };
    expect(strongestLinks(map, { first: 0, last: 0 }, 1000)).toHaveLength(200);
  });
});
