// A model as search sees it keeps the promises of every step model, and frees what it made.
import { disposeTree, tokenBatch } from '@seq2seq/core';
import { beam, greedy, search, type SearchStrategy, type StepModel } from '@seq2seq/search';
import { checkStepModel } from '@seq2seq/search/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { cells, families, smallTextModel } from '../__fixtures__/small-models.ts';
import { type BackendName, useBackend } from '../backend/use-backend.ts';
import { beginSearch, type SearchRows, toStepModel } from './to-step-model.ts';

const sources = [
  [4, 5, 6, 3],
  [7, 3],
  [5, 5, 3],
];

// `simd` gives candidates where they are requested, `wasm` full scores.
describe.each(['wasm', 'simd'] as const)('%s', (backend) => {
  const combinations = families.flatMap((family) => cells.map((cell) => ({ family, cell })));
  test.each(combinations)('keeps the contract, $family $cell', async ({ family, cell }) => {
    await useBackend(backend);
    const { model } = smallTextModel({ family, cell, direction: 'bidirectional' });
    await checkStepModel({
      model: toStepModel(model, { alignments: true }),
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

describe('candidates and full scores', () => {
  const task = { sources: sources.length, bos: 2, eos: 3, maxLength: 7 };

  /** Hypotheses, and whether the model gave candidates at every step, at some or at none. */
  const find = async (backend: BackendName, strategy: SearchStrategy, asks: boolean) => {
    await useBackend(backend);
    const { model } = smallTextModel({ family: 'luong-feeding' }, { seed: 1, scale: 2 });
    const batch = tokenBatch(sources, 0);
    const before = tf.memory().numTensors;
    const steps = toStepModel(model, { alignments: true });
    const gave = new Set<boolean>();
    const watched: StepModel<SearchRows> = {
      ...steps,
      step: async (state, lastTokens, request) => {
        const result = await steps.step(state, lastTokens, asks ? request : undefined);
        gave.add(result.candidates !== undefined);
        return result;
      },
    };
    const found = await search(watched, beginSearch(model, batch), task, strategy);
    expect(tf.memory().numTensors).toBe(before);
    disposeTree(batch);
    model.dispose();
    return { found, gave: [...gave] };
  };

  test.each([
    ['greedy', greedy()],
    ['beam 4', beam({ width: 4, nBest: 9 })],
  ])('%s: the same to the last bit on a backend that has both', async (_, strategy) => {
    const candidates = await find('simd', strategy, true);
    const full = await find('simd', strategy, false);
    expect(candidates.gave).toEqual([true]);
    expect(full.gave).toEqual([false]);
    expect(candidates.found).toEqual(full.found);
    expect(new Set(full.found.flat().map(({ tokens }) => tokens.join())).size).toBeGreaterThan(1);
  });

  test('a backend without the kernel, or a strategy that asks for nothing: full scores', async () => {
    expect((await find('wasm', beam({ width: 4 }), true)).gave).toEqual([false]);
    expect((await find('simd', beam({ width: 7 }), true)).gave).toEqual([false]);
  });

  test.each(['wasm', 'simd'] as const)(
    'weights that are not numbers are an error that says so, %s',
    async (backend) => {
      await useBackend(backend);
      const { model } = smallTextModel({ family: 'luong' }, { scale: Number.NaN });
      const before = tf.memory().numTensors;
      const batch = tokenBatch(sources, 0);
      const searching = search(toStepModel(model), beginSearch(model, batch), task, beam({ width: 2 }));
      await expect(searching).rejects.toThrow(
        /step 0, row 0: the log-probability of token 0 must be at most 0, got NaN; look for an overflow/,
      );
      disposeTree(batch);
      expect(tf.memory().numTensors).toBe(before);
      model.dispose();
    },
  );
});

test('alignments are read only for who wants them', async () => {
  await useBackend('simd');
  const { model } = smallTextModel({ family: 'bahdanau' });
  const batch = tokenBatch(sources, 0);
  for (const options of [undefined, { alignments: false }, { alignments: true }]) {
    const steps = toStepModel(model, options);
    const first = beginSearch(model, batch);
    const result = await steps.step(first, Int32Array.of(2, 2, 2));
    expect(result.alignment?.length).toBe(options?.alignments ? sources.length * 4 : undefined);
    steps.release(first);
    steps.release(result.state);
  }
  disposeTree(batch);
  model.dispose();
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
  const memory = (swapped.prepared.tree.prepared as { values: tf.Tensor }).values;
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
