import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeTree, tokenBatch } from '@seq2seq/core';
import type { TaskData, TaskExample } from '@seq2seq/tasks';
import * as tf from '@tensorflow/tfjs-core';
import { beginSearch, encodeSource, toStepModel, useBackend } from 'seq2seq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { finishedCell, tinyStage } from './__fixtures__/finished-cell.ts';
import { plansOf } from './beam-cell.ts';
import { appendCell, readCells } from './cells-file.ts';
import { trainedG2p } from './g2p-model.ts';
import { measureCell } from './measure-cell.ts';
import { measureCells, sampleOf } from './measure-cells.ts';

beforeAll(() => useBackend('wasm'));

const folder = mkdtempSync(join(tmpdir(), 'beam-cells-'));
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;
const silent = (): void => undefined;
const example = (word: string): TaskExample => ({ source: [...word], targets: [[...word.toUpperCase()]] });
const data: TaskData = {
  train: ['ab', 'ba', 'aab', 'abb', 'bab', 'bba'].map(example),
  dev: [],
  test: ['abab', 'bb', 'aa', 'baba'].map(example),
};
const trained = (name: string, steps: number, signal = never) =>
  trainedG2p(data, { folder: join(folder, name), steps, signal, onProgress: silent });

test('trains once, then loads the same weights; leaves nothing behind', async () => {
  const before = tf.memory().numTensors;
  const first = await trained('once', 3);
  first.textModel.dispose();
  const lines: string[] = [];
  const again = await trainedG2p(data, {
    ...{ folder: join(folder, 'once'), steps: 3, signal: never },
    onProgress: (line) => lines.push(line),
  });
  again.textModel.dispose();
  expect(again.weights).toBe(first.weights);
  expect(lines).toEqual([]);
  expect(tf.memory().numTensors).toBe(before);
});

test('an aborted training gives nothing back but its reason', async () => {
  const before = tf.memory().numTensors;
  await expect(trained('aborted', 3, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  expect(tf.memory().numTensors).toBe(before);
});

test('a cell holds what the model says of its outputs', async () => {
  const { textModel } = await trained('cell', 2);
  const before = tf.memory().numTensors;
  const cell = await measureCell(textModel, data.test, { width: 2, alpha: 0, words: 2 }, { signal: never });
  expect(cell.logProbs).toHaveLength(2);
  expect(cell.referencePhones).toBe(4 + 2);
  // The first step's scores, of which the end of sentence is what an empty output has.
  const { bos, eos } = textModel.target.vocabulary;
  const ends = [];
  for (const { source } of data.test.slice(0, 2)) {
    const batch = tokenBatch([encodeSource(source, textModel.source).ids], textModel.source.vocabulary.pad);
    const model = toStepModel(textModel.model);
    const start = beginSearch(textModel.model, batch);
    const step = await model.step(start, Int32Array.of(bos));
    ends.push(step.logProbs![eos]!);
    for (const state of [start, step.state]) model.release(state);
    disposeTree(batch);
  }
  expect(cell.likeliestEmptyLogProb).toBeCloseTo(Math.max(...ends), 5);
  expect(tf.memory().numTensors).toBe(before);
  textModel.dispose();
});

test('only what is missing is measured', async () => {
  const model = await trained('missing', 2);
  const cellsFile = join(folder, 'cells.jsonl');
  const [missing, ...others] = plansOf(tinyStage, model.weights);
  for (const plan of others) appendCell(cellsFile, finishedCell(plan));
  const options = { cellsFile, signal: never, onProgress: silent };
  await measureCells(tinyStage, model, sampleOf(data), options);
  await measureCells(tinyStage, model, sampleOf(data), options);
  const cells = readCells(cellsFile);
  expect(cells).toHaveLength(others.length + 1);
  expect(cells.at(-1)).toMatchObject({ ...missing, lengths: [expect.any(Number), expect.any(Number)] });
  model.textModel.dispose();
});

test('the sample is the same whenever it is drawn', () => {
  expect(sampleOf(data)).toEqual(sampleOf(data));
  expect(new Set(sampleOf(data))).toEqual(new Set(data.test));
});
