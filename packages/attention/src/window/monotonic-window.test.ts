import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, createRandom, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { monotonicWindow } from './monotonic-window.ts';

const create = (width: number) =>
  monotonicWindow.create({ querySize: 1, memorySize: 1 }, { width }, createParameterStore(fromZeros));

/** What rows of these lengths, at these target steps, may see. */
const allowedAt = (width: number, rows: readonly { length: number; step: number }[], S: number): number[][] => {
  const mask = tf.tensor2d(rows.map(({ length }) => Array.from({ length: S }, (_, s) => (s < length ? 1 : 0))));
  const history = { position: tf.tensor2d(rows.map(({ step }) => [step])), previous: mask, coverage: mask, notes: {} };
  return create(width)
    .reveal(tf.zeros([rows.length, 1]), mask, history)
    .allowed.arraySync();
};

test('both borders, the end of a shorter row and steps past it, by hand', () => {
  expectTidy(() => {
    const rows = [
      { length: 6, step: 0 },
      { length: 6, step: 3 },
      { length: 6, step: 5 },
      { length: 6, step: 40 },
      { length: 3, step: 2 },
      { length: 3, step: 4 },
      { length: 1, step: 9 },
    ];
    expect(allowedAt(1, rows, 6)).toEqual([
      [1, 1, 0, 0, 0, 0],
      [0, 0, 1, 1, 1, 0],
      [0, 0, 0, 0, 1, 1],
      [0, 0, 0, 0, 1, 1],
      [0, 1, 1, 0, 0, 0],
      [0, 1, 1, 0, 0, 0],
      [1, 0, 0, 0, 0, 0],
    ]);
  });
});

test.each([
  [0.5, [0, 0, 1, 0, 0]],
  [1.5, [0, 1, 1, 1, 0]],
  [2, [1, 1, 1, 1, 1]],
  [100, [1, 1, 1, 1, 1]],
])('a width of %d', (width, wanted) => {
  expectTidy(() => expect(allowedAt(width, [{ length: 5, step: 2 }], 5)).toEqual([wanted]));
});

test('is |s − min(t, length − 1)| ≤ width and never padding, by a loop', () => {
  const S = 8;
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), (seed, width) => {
      const random = createRandom(seed);
      const below = (limit: number): number => Math.floor(random.next() * limit);
      const rows = Array.from({ length: 4 }, () => ({ length: 1 + below(S), step: below(12) }));
      const wanted = rows.map(({ length, step }) => {
        const row: number[] = [];
        for (let s = 0; s < S; s++) row.push(s < length && Math.abs(s - Math.min(step, length - 1)) <= width ? 1 : 0);
        return row;
      });
      expectTidy(() => expect(allowedAt(width, rows, S)).toEqual(wanted));
    }),
    { seed: 1, numRuns: 40 },
  );
});

test.each([0, -2, Number.NaN, Number.POSITIVE_INFINITY])('refuses a width of %d', (width) => {
  expect(() => create(width)).toThrow(`local-m window: width is ${width}; give a number above 0.`);
  expect(() => create(width)).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.window.width' }));
});
