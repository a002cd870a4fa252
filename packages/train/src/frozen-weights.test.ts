// A frozen weight stays as it is, whatever the optimizer would do with it, and training resumes as if it were not there.
import { createRandom } from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { linearModel, type Points, shufflingBatches, tickingClock, weightsOf } from './__fixtures__/linear-model.ts';
import { adam, adamW } from './optimizer/adam.ts';
import type { Optimizer } from './optimizer/optimizer.ts';
import { sgd } from './optimizer/sgd.ts';
import type { TrainableModel } from './trainable-model.ts';
import { createTrainer, type Trainer } from './trainer.ts';
import { decodeTrainingCheckpoint, encodeTrainingCheckpoint } from './training-checkpoint.ts';
import { TrainingError } from './training-error.ts';

beforeAll(() => tf.setBackend('cpu'));

type OptimizerMaker = (parameters: TrainableModel<Points>['parameters']) => Optimizer;

const optimizers: [string, OptimizerMaker][] = [
  ['sgd', (parameters) => sgd(parameters)],
  ['sgd with momentum', (parameters) => sgd(parameters, { momentum: 0.9 })],
  ['adam', (parameters) => adam(parameters)],
  // Its weights decay even where there is no gradient to speak of.
  ['adamW', (parameters) => adamW(parameters, { weightDecay: 0.5 })],
];

const create = (seed: number, make: OptimizerMaker, frozen: readonly string[] = ['line.weight']): Trainer<Points> => {
  const model = linearModel(seed, { isNoisy: true });
  model.parameters.freeze(frozen);
  const optimizer = make(model.parameters);
  const random = createRandom(seed);
  return createTrainer({ model, optimizer, learningRate: () => 0.05, random, maxGradientNorm: 1, now: tickingClock() });
};

test.each(optimizers)('%s moves the others alone', async (_, make) => {
  const trainer = create(1, make);
  const before = weightsOf(trainer);
  const tensors = tf.memory().numTensors;
  await trainer.fit(shufflingBatches, { maxSteps: 5 });
  const after = weightsOf(trainer);
  expect(after['line.weight']).toEqual(before['line.weight']);
  expect(after['line.bias']).not.toEqual(before['line.bias']);
  expect(tf.memory().numTensors).toBe(tensors);
});

test.each(optimizers)(
  '%s: some steps, a file, another process and the rest equal all steps at once',
  async (_, make) => {
    const whole = create(1, make);
    await whole.fit(shufflingBatches, { maxSteps: 6 });
    const before = create(1, make);
    await before.fit(shufflingBatches, { maxSteps: 3 });
    const file = encodeTrainingCheckpoint(await before.snapshot());
    // The frozen weight, too, has to come from the file.
    const after = create(2, make);
    after.restore(decodeTrainingCheckpoint(file, 'run.safetensors'));
    await after.fit(shufflingBatches, { maxSteps: 6 });
    expect(weightsOf(after)).toEqual(weightsOf(whole));
  },
);

test('a frozen weight does not count in the gradient’s norm', async () => {
  const normOf = async (frozen: readonly string[]): Promise<number> => {
    const model = linearModel(1);
    model.parameters.freeze(frozen);
    let norm = 0;
    const trainer = createTrainer({
      model,
      optimizer: sgd(model.parameters),
      learningRate: () => 0,
      random: createRandom(1),
      callbacks: [{ onStepEnd: ({ gradientNorm }) => void (norm = gradientNorm) }],
    });
    await trainer.fit(() => [{ x: [[3, 4]], y: [0] }], { maxSteps: 1 });
    return norm;
  };
  // The gradients of (w · x + b)² are 2 (w · x + b) times x and 1: their norms are as 5 to 1.
  expect((await normOf(['line.bias'])) / (await normOf(['line.weight']))).toBeCloseTo(5, 4);
});

test('with all weights frozen there is nothing to train', async () => {
  const trainer = create(1, optimizers[0]?.[1] as OptimizerMaker, ['line']);
  const fit = trainer.fit(shufflingBatches, { maxSteps: 1 });
  await expect(fit).rejects.toThrow('step 1: all weights are frozen, line.weight, line.bias; leave some to train.');
  await expect(trainer.fit(shufflingBatches, { maxSteps: 1 })).rejects.toThrow(TrainingError);
});
