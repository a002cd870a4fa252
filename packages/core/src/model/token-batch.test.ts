import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { idsOf, tokenBatch } from './token-batch.ts';

cpuTest('rows are filled up with pad, and the mask says what is real', () => {
  const { ids, mask } = tokenBatch([[4, 5, 6], [], [7]], 9);
  expect(ids.dtype).toBe('int32');
  expect(mask.dtype).toBe('float32');
  expect(ids.arraySync()).toEqual([
    [4, 5, 6],
    [9, 9, 9],
    [7, 9, 9],
  ]);
  expect(mask.arraySync()).toEqual([
    [1, 1, 1],
    [0, 0, 0],
    [1, 0, 0],
  ]);
});

cpuTest('what the mask shows are the rows again', () => {
  const row = fc.array(fc.nat(20), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      const { ids, mask } = tokenBatch(rows, 0);
      const real = mask.arraySync();
      expect(ids.shape).toEqual([rows.length, Math.max(...rows.map(({ length }) => length))]);
      expect(ids.arraySync().map((tokens, i) => tokens.filter((_, s) => real[i]?.[s] === 1))).toEqual(rows);
    }),
    { seed: 1, numRuns: 50 },
  );
});

cpuTest('no token at all is a ShapeError', () => {
  for (const rows of [[], [[]], [[], []]]) {
    expect(() => tokenBatch(rows, 0)).toThrow('tokenBatch: there is no token in any row; give at least one.');
    expect(() => tokenBatch(rows, 0)).toThrow(ShapeError);
  }
});

cpuTest('ids alone are those of the batch, and nothing else is left', () => {
  const rows = [[4, 5], [6]];
  const before = tf.memory().numTensors;
  const ids = idsOf(rows, 9);
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(ids.arraySync()).toEqual(tokenBatch(rows, 9).ids.arraySync());
});
