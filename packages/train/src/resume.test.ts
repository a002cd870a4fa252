// The law of resuming: some steps, a file, another process and the remaining steps equal all steps at once, bit for bit.
import { CheckpointError, createRandom } from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { linearModel, type Points, shufflingBatches, tickingClock, weightsOf } from './__fixtures__/linear-model.ts';
import { adam } from './optimizer/adam.ts';
import { sgd } from './optimizer/sgd.ts';
import { inverseSquareRoot } from './schedule/inverse-square-root.ts';
import { warmup } from './schedule/warmup.ts';
import { createTrainer, type Trainer } from './trainer.ts';
import { type Checkpoint, decodeTrainingCheckpoint, encodeTrainingCheckpoint } from './training-checkpoint.ts';

beforeAll(() => tf.setBackend('cpu'));

const create = (seed: number): Trainer<Points> => {
  const model = linearModel(seed, { isNoisy: true });
  return createTrainer({
    model,
    optimizer: adam(model.parameters),
    learningRate: warmup(4, inverseSquareRoot({ peak: 0.1, from: 4 })),
    random: createRandom(seed),
    maxGradientNorm: 1,
    now: tickingClock(),
  });
};

const bytesOf = async (trainer: Trainer<Points>): Promise<Uint8Array> =>
  encodeTrainingCheckpoint(await trainer.snapshot());

test.each([1, 5, 7, 9])('%i steps, a file, a new process and the rest equal 10 steps', async (first) => {
  const whole = create(1);
  await whole.fit(shufflingBatches, { maxSteps: 10 });

  const before = create(1);
  await before.fit(shufflingBatches, { maxSteps: first });
  const file = await bytesOf(before);
  // Another seed: everything that matters has to come from the file.
  const after = create(2);
  after.restore(decodeTrainingCheckpoint(file, 'run.safetensors'));
  expect(await bytesOf(after)).toEqual(file);
  expect(await after.fit(shufflingBatches, { maxSteps: 10 })).toMatchObject({
    step: 10,
    epoch: 1,
    stepInEpoch: 3,
    seconds: 10,
  });
  expect(await bytesOf(after)).toEqual(await bytesOf(whole));
});

test('the law can fail: randomness, the optimizer and the position in the data all matter', async () => {
  const whole = create(1);
  await whole.fit(shufflingBatches, { maxSteps: 10 });
  const before = create(1);
  await before.fit(shufflingBatches, { maxSteps: 5 });
  const saved = await before.snapshot();
  const fresh = await create(2).snapshot();
  const spoiled: Checkpoint[] = [
    { ...saved, random: createRandom(2).snapshot() },
    { ...saved, optimizer: fresh.optimizer },
    { ...saved, progress: { ...saved.progress, stepInEpoch: 4 } },
  ];
  for (const checkpoint of spoiled) {
    const after = create(2);
    after.restore(checkpoint);
    await after.fit(shufflingBatches, { maxSteps: 10 });
    expect(weightsOf(after)).not.toEqual(weightsOf(whole));
  }
});

test('going back to a snapshot in the same trainer gives the same steps again and leaks nothing', async () => {
  const trainer = create(3);
  await trainer.fit(shufflingBatches, { maxSteps: 3 });
  const tensors = tf.memory().numTensors;
  const snapshot = await trainer.snapshot();
  await trainer.fit(shufflingBatches, { maxSteps: 8 });
  const there = weightsOf(trainer);
  trainer.restore(snapshot);
  expect(weightsOf(trainer)).not.toEqual(there);
  await trainer.fit(shufflingBatches, { maxSteps: 8 });
  expect(weightsOf(trainer)).toEqual(there);
  expect(tf.memory().numTensors).toBe(tensors);
});

test('a checkpoint of another model, optimizer or randomness changes nothing', async () => {
  const trainer = create(1);
  await trainer.fit(shufflingBatches, { maxSteps: 2 });
  const before = await bytesOf(trainer);
  const good = await trainer.snapshot();
  const wider = linearModel(1, { inputs: 3 });
  const descent = sgd(wider.parameters, { momentum: 0.9 });
  const random = createRandom(1);
  const other = await createTrainer({ model: wider, optimizer: descent, learningRate: () => 1, random }).snapshot();
  const wrong: [Checkpoint, string][] = [
    [{ ...good, parameters: other.parameters }, 'run: 1 of the saved weights do not fit'],
    [{ ...good, optimizer: other.optimizer }, 'run: optimizer: 6 of the saved weights do not fit'],
    [{ ...good, random: [1, 2] }, 'expected 5 whole numbers'],
  ];
  for (const [checkpoint, message] of wrong) {
    expect(() => trainer.restore(checkpoint, 'run')).toThrow(CheckpointError);
    expect(() => trainer.restore(checkpoint, 'run')).toThrow(message);
  }
  expect(await bytesOf(trainer)).toEqual(before);
});

test('fewer batches than were trained on already is an error', async () => {
  const before = create(1);
  await before.fit(shufflingBatches, { maxSteps: 5 });
  const after = create(1);
  after.restore(await before.snapshot());
  await expect(after.fit(() => [{ x: [[1, 2]], y: [1] }], { maxSteps: 10 })).rejects.toThrow(
    'step 6: epoch 0 has 1 batches, but 5 of it were trained on already',
  );
});
