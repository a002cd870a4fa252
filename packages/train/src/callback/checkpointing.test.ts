import { createRandom } from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { linearModel, shufflingBatches, tickingClock, weightsOf } from '../__fixtures__/linear-model.ts';
import { adam } from '../optimizer/adam.ts';
import { constant } from '../schedule/constant.ts';
import { createTrainer } from '../trainer.ts';
import type { Checkpoint } from '../training-checkpoint.ts';
import { checkpointing, type CheckpointingOptions } from './checkpointing.ts';

beforeAll(() => tf.setBackend('cpu'));

/** Trains for some steps, each of one second, twice, and gives the steps at which was saved. */
const savesOf = async (options: Omit<CheckpointingOptions, 'save'>, totals: readonly number[]): Promise<number[][]> => {
  let saves: Checkpoint[] = [];
  const save = async (checkpoint: Checkpoint): Promise<void> => {
    await Promise.resolve();
    saves.push(checkpoint);
  };
  const model = linearModel(1);
  const trainer = createTrainer({
    model,
    optimizer: adam(model.parameters),
    learningRate: constant(0.1),
    random: createRandom(1),
    now: tickingClock(),
    callbacks: [checkpointing({ save, ...options })],
  });
  const steps: number[][] = [];
  for (const maxSteps of totals) {
    saves = [];
    await trainer.fit(shufflingBatches, { maxSteps });
    steps.push(saves.map(({ progress }) => progress.step));
    const atEnd = weightsOf(trainer);
    const last = saves.at(-1);
    if (last !== undefined) trainer.restore(last);
    expect(weightsOf(trainer)).toEqual(atEnd);
  }
  return steps;
};

test.each([
  [{}, [[8], [10], []]],
  [{ everySteps: 3 }, [[3, 6, 8], [10], []]],
  [{ everySteps: 4 }, [[4, 8], [10], []]],
  [{ everySeconds: 5 }, [[5, 8], [10], []]],
  [{ everySeconds: 5, everySteps: 2 }, [[2, 4, 6, 8], [10], []]],
])('%o saves after steps %j: at intervals and at the end, once', async (options, expected) => {
  expect(await savesOf(options, [8, 10, 10])).toEqual(expected);
});

test('the end of an epoch counts as something new to save', async () => {
  const saved: string[] = [];
  const model = linearModel(1);
  const trainer = createTrainer({
    model,
    optimizer: adam(model.parameters),
    learningRate: constant(0.1),
    random: createRandom(1),
    callbacks: [
      checkpointing({ everySteps: 7, save: ({ progress }) => void saved.push(`${progress.step} ${progress.epoch}`) }),
    ],
  });
  await trainer.fit(shufflingBatches, { maxEpochs: 1 });
  expect(saved).toEqual(['7 0', '7 1']);
});

test('refuses intervals that never end', () => {
  expect(() => checkpointing({ save: () => {}, everySteps: 0 })).toThrow('checkpointing.everySteps is 0');
  expect(() => checkpointing({ save: () => {}, everySeconds: NaN })).toThrow('checkpointing.everySeconds is NaN');
});
