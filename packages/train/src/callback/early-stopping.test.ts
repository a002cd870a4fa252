import { createRandom } from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { linearModel, type Points, shufflingBatches, weightsOf } from '../__fixtures__/linear-model.ts';
import { sgd } from '../optimizer/sgd.ts';
import { constant } from '../schedule/constant.ts';
import { createTrainer, type Trainer } from '../trainer.ts';
import { earlyStopping, type EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';

beforeAll(() => tf.setBackend('cpu'));

type Run = {
  readonly stopping: EarlyStopping;
  readonly trainer: Trainer<Points>;
  readonly seen: Record<string, number[]>[];
};

/** A run whose evaluations come out as given. */
const run = (values: readonly number[], options: Omit<EarlyStoppingOptions, 'evaluate'>): Run => {
  const seen: Record<string, number[]>[] = [];
  const stopping = earlyStopping({
    ...options,
    evaluate: async (trainer) => {
      await Promise.resolve();
      seen.push(weightsOf(trainer));
      return values[seen.length - 1] ?? NaN;
    },
  });
  const model = linearModel(1);
  const optimizer = sgd(model.parameters);
  const trainer = createTrainer({
    model,
    optimizer,
    learningRate: constant(0.1),
    random: createRandom(1),
    callbacks: [stopping],
  });
  return { stopping, trainer, seen };
};

test('stops after as many failures in a row as patience says, and remembers the best', async () => {
  const { stopping, trainer, seen } = run([5, 3, 4, 2, 2, 7, 1], { patience: 2, everySteps: 2 });
  expect(stopping.best).toBeUndefined();
  const progress = await trainer.fit(shufflingBatches, { maxSteps: 100 });
  expect(progress.step).toBe(12);
  expect(stopping.best?.value).toBe(2);
  expect(stopping.best?.checkpoint.progress.step).toBe(8);
  if (stopping.best) trainer.restore(stopping.best.checkpoint);
  expect(weightsOf(trainer)).toEqual(seen[3]);
  expect(weightsOf(trainer)).not.toEqual(seen[5]);
});

test('without a number of steps it evaluates at the ends of epochs', async () => {
  const { stopping, trainer } = run([1, 2], { patience: 1 });
  expect(await trainer.fit(shufflingBatches, { maxSteps: 100 })).toMatchObject({ step: 14, epoch: 2, stepInEpoch: 0 });
  expect(stopping.best?.checkpoint.progress).toMatchObject({ step: 7, epoch: 1 });
});

test('a gain below the minimum is none, and neither is NaN', async () => {
  const small = run([5, 4.5, 4, 3.9], { patience: 1, everySteps: 1, minimumGain: 0.5 });
  expect((await small.trainer.fit(shufflingBatches, { maxSteps: 100 })).step).toBe(2);
  const broken = run([NaN, NaN], { patience: 2, everySteps: 1 });
  expect((await broken.trainer.fit(shufflingBatches, { maxSteps: 100 })).step).toBe(2);
  expect(broken.stopping.best).toBeUndefined();
});

test('refuses patience that would stop at once', () => {
  expect(() => earlyStopping({ evaluate: () => 1, patience: 0 })).toThrow('earlyStopping.patience is 0');
});
