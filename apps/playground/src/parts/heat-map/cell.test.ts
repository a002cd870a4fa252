import { describe, expect, it } from 'vitest';
import { cellAfter, describeCell, describeRow, rankedRow } from './cell.ts';

/** Rows of a, b; columns of x, x, y: tokens repeat. */
const weights = { rows: 2, columns: 3, values: Float32Array.of(0.75, 0.25, 0, 0.02, 0.97, 0.01) };
const [rows, columns] = [
  ['a', 'b'],
  ['x', 'x', 'y'],
];

describe('a cell', () => {
  it('moves by arrows and to the ends of its row, and stays on the map', () => {
    const from = { row: 0, column: 1 };
    const to = (key: string) => cellAfter(key, from, weights);
    expect(to('ArrowDown')).toEqual({ row: 1, column: 1 });
    expect(to('ArrowUp')).toEqual(from);
    expect(to('ArrowRight')).toEqual({ row: 0, column: 2 });
    expect(to('Home')).toEqual({ row: 0, column: 0 });
    expect(to('End')).toEqual({ row: 0, column: 2 });
    expect(cellAfter('ArrowRight', { row: 1, column: 2 }, weights)).toEqual({ row: 1, column: 2 });
    expect(to('x')).toBeUndefined();
  });

  it('says what it holds and what else its row looked at', () => {
    expect(describeCell(weights, { row: 1, column: 1 }, rows, columns)).toBe(
      'Output “b” at source “x”: 97 %; also “x” 2.0 %, “y” 1.0 %.',
    );
  });
});

describe('a row', () => {
  it('says where it looked most', () => {
    expect(describeRow(weights, 0, rows, columns)).toBe('output “a”: “x” 75 %, “x” 25 %');
  });

  it('is ranked by weight, of equals the first first', () => {
    const equal = { rows: 1, columns: 3, values: Float32Array.of(0.25, 0.5, 0.25) };
    expect(rankedRow(equal, 0).map(({ column }) => column)).toEqual([1, 0, 2]);
  });
});
