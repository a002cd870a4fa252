import { createRandom } from '@seq2seq/core';
import { tokenizerOfType } from '@seq2seq/text';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { lettersOf } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { buildModel } from '../model/build-model.ts';
import type { Frame } from '../training/pair-batches.ts';
import { type FrameModel, translateFrames } from './translate-frames.ts';

const F = 3;
let frameModel: FrameModel;
beforeAll(async () => {
  await useBackend('wasm');
  const vocabulary = lettersOf('wxyz');
  const model = buildModel({
    source: { frames: F },
    target: { vocabulary: vocabulary.size, embedding: 5 },
    encoder: { type: 'pyramid', cell: 'gru', units: 6, layers: 2 },
    bridge: 'dense',
    decoder: { cell: 'gru', units: 8, context: 'attention' },
    attention: { query: 'current', scorer: { type: 'general' } },
  });
  frameModel = { model, target: { vocabulary, tokenizer: tokenizerOfType('characters') } };
});

const random = createRandom(2);
const recordings: readonly (readonly Frame[])[] = [5, 0, 8, 2].map((length) =>
  Array.from({ length }, () => Array.from({ length: F }, () => 4 * random.next() - 2)),
);

test('any search, constraints of each recording and draws that follow it: as for texts', async () => {
  const before = tf.memory().numTensors;
  const options = {
    search: { type: 'sampling', samples: 3, scoring: { coverage: 'wu' } },
    constraints: [{ prefix: 'x' }, {}, { pattern: '[yz]+' }, { banned: ['w'] }],
    maxLength: 5,
  } as const;
  const found = await translateFrames(frameModel, recordings, options);
  expect(found.map(({ length }) => length)).toEqual([3, 0, 3, 3]);
  const texts = found.map((list) => list.map(({ text }) => text));
  for (const text of texts[0] ?? []) expect(text).toMatch(/^x/);
  for (const text of texts[2] ?? []) expect(text).toMatch(/^[yz]+$/);
  for (const text of texts[3] ?? []) expect(text).not.toContain('w');

  const backwards = await translateFrames(frameModel, recordings.toReversed(), {
    ...options,
    constraints: options.constraints.toReversed(),
    batchSize: 1,
  });
  expect(backwards.toReversed().map((list) => list.map(({ text }) => text))).toEqual(texts);
  const seeded = await translateFrames(frameModel, recordings, { ...options, seeds: [1, 2, 3, 4] });
  expect(seeded.map((list) => list.map(({ text }) => text))).not.toEqual(texts);
  expect(tf.memory().numTensors).toBe(before);
});

test('a coverage penalty reads alignments, also where nobody wants them', async () => {
  const search = { type: 'beam', scoring: { coverage: 'wu', lengthPenalty: 'none' } } as const;
  const [wanted] = await translateFrames(frameModel, recordings, { search, maxLength: 5 });
  const [found] = await translateFrames(frameModel, recordings, { search, maxLength: 5, alignments: false });
  const { alignment, ...rest } = wanted?.[0] ?? {};
  expect(found).toEqual([rest]);
  // log P + β · Σ ln min(coverage, 1), over what a pyramid of two layers has joined of five frames.
  const coverage = [0, 1, 2].map((s) => alignment?.reduce((sum, row) => sum + (row[s] as number), 0) as number);
  const penalty = 0.2 * coverage.reduce((sum, each) => sum + Math.log(Math.min(each, 1)), 0);
  expect(wanted?.[0]?.score).toBeCloseTo((wanted?.[0]?.logProb as number) + penalty, 5);
});

test('one constraint and one seed for each recording', async () => {
  await expect(translateFrames(frameModel, recordings, { seeds: [1] })).rejects.toThrow(
    'translate: seeds: expected one for each of 4 sources, got 1',
  );
  await expect(translateFrames(frameModel, recordings, { constraints: [{}] })).rejects.toThrow(
    'translate: constraints: expected one for each of 4 sources, got 1',
  );
});
