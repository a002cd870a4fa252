// Embeddings that come from elsewhere, and stay or learn on.
import { ConfigError } from '@seq2seq/core';
import { parseWordVectors } from '@seq2seq/text';
import { beforeAll, expect, test } from 'vitest';
import { scratchFolder } from '../__fixtures__/scratch-folder.ts';
import { smallConfig } from '../__fixtures__/small-models.ts';
import { trainedModel, weightsOf } from '../__fixtures__/trained-model.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import { loadModel, saveModel } from '../node/model-folder.ts';
import { loadTraining, saveTraining } from '../node/training-file.ts';
import { createTextTrainer } from '../training/text-trainer.ts';
import { withVectors } from './known-vectors.ts';
import { planTextModel } from './plan-text-model.ts';
import { textModelFor } from './text-model-for.ts';

beforeAll(() => useBackend('wasm'));
const scratch = scratchFolder();

// b 2, a 1, c 1
const pairs = [
  { source: ['b', 'a'], target: ['x', 'y'] },
  { source: ['c', 'b'], target: ['y', 'x'] },
];
const source = parseWordVectors('a 1 2 3\nzebra 9 9 9\nb -4 5 -6\n</s> 7 7 7\n', 'source.txt');
const target = parseWordVectors('2 2\nx 0.5 0.25\ny -1 1\n', 'target.txt');

const configOf = (frozen: boolean, changes: object = {}): RunConfigInput => {
  const { model } = smallConfig({ family: 'luong' });
  return {
    model: { ...model, source: { embedding: 3, frozen }, target: { embedding: 2, frozen }, ...changes },
    training: { batchSize: 2, learningRate: 0.05 },
  };
};
const rowOf = (table: readonly number[] | undefined, id: number, width: number): readonly number[] | undefined =>
  table?.slice(id * width, (id + 1) * width);

test('words that have a vector begin with it, the others as they would have', () => {
  const plain = textModelFor(pairs, configOf(false));
  const given = textModelFor(pairs, configOf(false), { vectors: { source, target } });
  const [were, are] = [weightsOf(plain), weightsOf(given)];
  const table = are['source.embedding.table'];
  expect(given.source.vocabulary.tokens.slice(4)).toEqual(['b', 'a', 'c']);
  expect(rowOf(table, 4, 3)).toEqual([-4, 5, -6]);
  expect(rowOf(table, 5, 3)).toEqual([1, 2, 3]);
  for (const id of [0, 1, 2, 3, 6]) expect(rowOf(table, id, 3)).toEqual(rowOf(were['source.embedding.table'], id, 3));
  expect(are['target.embedding.table']?.slice(8)).toEqual([0.5, 0.25, -1, 1]);
  for (const path of Object.keys(were)) if (!path.includes('embedding.table')) expect(are[path]).toEqual(were[path]);
  plain.dispose();
  given.dispose();

  const { found } = withVectors(planTextModel(pairs, configOf(false)), { source, target });
  expect(found).toEqual([
    { side: 'source', known: 2, words: 3 },
    { side: 'target', known: 2, words: 2 },
  ]);
});

test('frozen ones do not move, the optimizer’s numbers for them included; otherwise they learn', async () => {
  const learning = await trainedModel(pairs, configOf(false), { steps: 10, vectors: { source, target } });
  expect(rowOf(weightsOf(learning)['source.embedding.table'], 4, 3)).not.toEqual([-4, 5, -6]);
  learning.dispose();

  // Weight decay takes its share of all that learns, and of nothing else.
  const config: RunConfigInput = {
    ...configOf(true),
    training: { batchSize: 2, learningRate: 0.05, optimizer: 'adamw' },
  };
  const frozen = textModelFor(pairs, config, { vectors: { source, target } });
  const before = weightsOf(frozen);
  const learner = createTextTrainer(frozen, { pairs });
  await learner.fit({ maxSteps: 10 });
  const after = weightsOf(frozen);
  const moved = Object.keys(before).filter((path) => String(before[path]) !== String(after[path]));
  expect(moved.length).toBeGreaterThan(5);
  expect(moved.filter((path) => path.includes('embedding'))).toEqual([]);
  // Whatever the optimizer keeps of a frozen table is as it began.
  const { optimizer } = await learner.trainer.snapshot();
  const kept = [...optimizer].filter(([name]) => name.includes('embedding'));
  expect(kept.every(([, { bytes }]) => bytes.every((byte) => byte === 0))).toBe(true);
  expect([...optimizer].some(([, { bytes }]) => bytes.some((byte) => byte !== 0))).toBe(true);
  learner.dispose();
  frozen.dispose();
});

test('10 steps equal 5 steps, a folder and 5 steps, without the vectors', async () => {
  const whole = await trainedModel(pairs, configOf(true), { steps: 10, vectors: { source, target } });
  const half = textModelFor(pairs, configOf(true), { vectors: { source, target } });
  const begun = createTextTrainer(half, { pairs });
  await begun.fit({ maxSteps: 5 });
  await saveModel(scratch('run'), half);
  await saveTraining(scratch('run'), await begun.trainer.snapshot());
  const loaded = await loadModel(scratch('run'));
  const resumed = createTextTrainer(loaded, { pairs });
  const checkpoint = await loadTraining(scratch('run'));
  if (checkpoint) resumed.trainer.restore(checkpoint, 'run');
  await resumed.fit({ maxSteps: 10 });
  expect(weightsOf(loaded)).toEqual(weightsOf(whole));
  for (const learner of [begun, resumed]) learner.dispose();
  for (const textModel of [whole, half, loaded]) textModel.dispose();
});

test('another width is refused, and so are vectors of a source without a table', () => {
  const wide = (): unknown => textModelFor(pairs, configOf(false), { vectors: { source: target } });
  expect(wide).toThrow(ConfigError);
  expect(wide).toThrow('source vectors: vectors are 2 wide but model.source.embedding is 3; set it to 2.');
  const shared = configOf(false, { source: { embedding: 2 }, target: { embedding: 2 }, tied: 'source-target' });
  expect(() => textModelFor(pairs, shared, { vectors: { source: target } })).toThrow(
    'source vectors: model.tied is source-target, so both sides have one table, that of the target; give target vectors alone.',
  );
  const textModel = textModelFor(pairs, shared, { vectors: { target } });
  expect(rowOf(weightsOf(textModel)['target.embedding.table'], textModel.target.vocabulary.idOf('y'), 2)).toEqual([
    -1, 1,
  ]);
  textModel.dispose();
});
