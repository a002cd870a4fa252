// A model as search sees it keeps the promises of every step model, and frees what it made.
import { disposeTree, tokenBatch } from '@seq2seq/core';
import { checkStepModel } from '@seq2seq/search/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { cells, families, smallTextModel } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { beginSearch, toStepModel } from './to-step-model.ts';

beforeAll(() => useBackend('wasm'));

const sources = [
  [4, 5, 6, 3],
  [7, 3],
  [5, 5, 3],
];

describe.each(families)('%s', (family) => {
  test.each(cells)('keeps the contract, %s', async (cell) => {
    const { model } = smallTextModel({ family, cell, direction: 'bidirectional' });
    await checkStepModel({
      model: toStepModel(model),
      start: (list) => {
        // All sources as long as the longest, so that alone and in a batch the alignment has as many columns.
        const batch = tokenBatch(
          [...list, 0].map((index) => sources[index] as number[]),
          0,
        );
        const kept = tf.tidy(() => ({
          ids: tf.slice(batch.ids, 0, list.length),
          mask: tf.slice(batch.mask, 0, list.length),
        }));
        const rows = beginSearch(model, kept);
        disposeTree([batch, kept]);
        return rows;
      },
      sources: sources.length,
      bos: 2,
      eos: 3,
      steps: 3,
      tolerance: 1e-5,
      openStates: () => tf.memory().numTensors,
    });
    model.dispose();
  });
});

test('reordering within a source shares the memory; its last user gives it back', () => {
  const { model } = smallTextModel({ family: 'bahdanau' });
  const before = tf.memory().numTensors;
  const batch = tokenBatch(sources, 0);
  const steps = toStepModel(model);
  const first = beginSearch(model, batch);
  const wide = steps.reorder(first, Int32Array.of(0, 0, 1, 1));
  const swapped = steps.reorder(wide, Int32Array.of(1, 1, 3, 2));
  expect(swapped.prepared).toBe(wide.prepared);
  expect([...swapped.sourceOfRow]).toEqual([0, 0, 1, 1]);
  const exchanged = steps.reorder(wide, Int32Array.of(2, 3, 0, 1));
  expect(exchanged.prepared).not.toBe(wide.prepared);
  const memory = (swapped.prepared.tree as { values: tf.Tensor }).values;
  steps.release(first);
  steps.release(wide);
  expect(memory.isDisposed).toBe(false);
  steps.release(swapped);
  expect(memory.isDisposed).toBe(true);
  steps.release(exchanged);
  disposeTree(batch);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('the caller keeps the source', () => {
  const { model } = smallTextModel({ family: 'luong-feeding' });
  const batch = tokenBatch(sources, 0);
  toStepModel(model).release(beginSearch(model, batch));
  expect([...batch.mask.dataSync()].reduce((sum, real) => sum + real, 0)).toBe(9);
  disposeTree(batch);
  model.dispose();
});
