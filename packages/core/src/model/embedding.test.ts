import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { tableEmbedding } from './embedding.ts';

cpuTest('row id of the table, for ids of any shape', () => {
  const store = createParameterStore(fromSeed(1));
  const embedding = tableEmbedding({ vocabularySize: 4, size: 3 }, store.scope('source.embedding'));
  expect([embedding.vocabularySize, embedding.size]).toEqual([4, 3]);
  const table = new Map(store.entries()).get('source.embedding.table') as Tensor;
  const rows = table.arraySync() as number[][];

  const batch = embedding.embed(tf.tensor2d([3, 0, 0, 1], [2, 2], 'int32'));
  expect(batch.shape).toEqual([2, 2, 3]);
  expectClose(
    batch,
    [3, 0, 0, 1].flatMap((id) => rows[id] as number[]),
    { absolute: 0, relative: 0 },
  );
  expect(embedding.embed(tf.tensor1d([2], 'int32')).shape).toEqual([1, 3]);
  store.dispose();
});

cpuTest('begins uniform in ±0.1', () => {
  const store = createParameterStore(fromSeed(1));
  tableEmbedding({ vocabularySize: 100, size: 10 }, store);
  const values = (new Map(store.entries()).get('table') as Tensor).dataSync();
  expect(Math.max(...values)).toBeGreaterThan(0.09);
  expect(Math.min(...values)).toBeLessThan(-0.09);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.1));
  store.dispose();
});
