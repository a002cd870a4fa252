import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextError } from '../text-error.ts';
import { padSequences } from './pad.ts';

const sequences = fc.array(fc.array(fc.nat({ max: 50 }), { maxLength: 9 }), { maxLength: 8 });

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, value) => total + value, 0);
}

describe('padSequences', () => {
  test('keeps every token, marks it as real, and fills the rest', () => {
    fc.assert(
      fc.property(sequences, fc.nat({ max: 60 }), fc.nat({ max: 12 }), (given, pad, minimumLength) => {
        const { ids, mask, lengths, rows, columns } = padSequences(given, pad, { minimumLength });
        expect(rows).toBe(given.length);
        expect(columns).toBe(Math.max(minimumLength, ...given.map((sequence) => sequence.length)));
        expect([ids.length, mask.length, lengths.length]).toEqual([rows * columns, rows * columns, rows]);
        given.forEach((sequence, row) => {
          const filling = columns - sequence.length;
          expect(lengths[row]).toBe(sequence.length);
          expect([...ids.subarray(row * columns, (row + 1) * columns)]).toEqual([
            ...sequence,
            ...Array<number>(filling).fill(pad),
          ]);
          expect([...mask.subarray(row * columns, (row + 1) * columns)]).toEqual([
            ...sequence.map(() => 1),
            ...Array<number>(filling).fill(0),
          ]);
        });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('has a mask that sums to the lengths', () => {
    fc.assert(
      fc.property(sequences, (given) => {
        const { mask, lengths } = padSequences(given, 0);
        expect(sum(mask)).toBe(sum(lengths));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('worked by hand', () => {
    expect(padSequences([[5, 6, 7], [8]], 0)).toEqual({
      ids: Int32Array.of(5, 6, 7, 8, 0, 0),
      mask: Float32Array.of(1, 1, 1, 1, 0, 0),
      lengths: Int32Array.of(3, 1),
      rows: 2,
      columns: 3,
    });
  });

  test('refuses what is not a count or an id', () => {
    expect(() => padSequences([[1]], 0, { minimumLength: -1 })).toThrow(/padSequences: .*minimumLength.*got -1/);
    expect(() => padSequences([[1]], 0, { minimumLength: 1.5 })).toThrow(TextError);
    expect(() => padSequences([[1], [2, 0.5]], 0)).toThrow(/got 0\.5 at position 1 of sequence 1/);
    expect(() => padSequences([[Number.NaN]], 0)).toThrow(TextError);
    expect(() => padSequences([[2 ** 31]], 0)).toThrow(TextError);
  });
});
