import { createRandom } from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { linearModel, type Points, shufflingBatches, tickingClock, weightsOf } from './__fixtures__/linear-model.ts';
import type { StepReport, TrainerCallback } from './callback/callback.ts';
import { adam } from './optimizer/adam.ts';
import { sgd } from './optimizer/sgd.ts';
import { constant } from './schedule/constant.ts';
import type { TrainableModel } from './trainable-model.ts';
import { createTrainer, type Trainer, type TrainerOptions } from './trainer.ts';
import { TrainingError } from './training-error.ts';

beforeAll(() => tf.setBackend('cpu'));

const trainerOf = (options: Partial<TrainerOptions<Points>> = {}): Trainer<Points> => {
  const { model = linearModel(1) } = options;
  const optimizer = sgd(model.parameters);
  return createTrainer({
    model,
    optimizer,
    learningRate: constant(0.05),
    random: createRandom(1),
    now: tickingClock(),
    ...options,
  });
};

const recorder = (): { reports: StepReport[]; callback: TrainerCallback } => {
  const reports: StepReport[] = [];
  return { reports, callback: { onStepEnd: (report) => void reports.push(report) } };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value) / values.length;

test('reaches the least-squares line, which has a closed form', async () => {
  const x = [0, 1, 2, 3, 4, 5];
  const y = [1.1, 2.7, 5.2, 6.9, 9.3, 10.6];
  const covariance = mean(x.map((value, i) => (value - mean(x)) * ((y[i] ?? NaN) - mean(y))));
  const slope = covariance / mean(x.map((value) => (value - mean(x)) ** 2));

  const model = linearModel(3, { inputs: 1 });
  const optimizer = sgd(model.parameters, { momentum: 0.9 });
  const trainer = trainerOf({ model, optimizer, learningRate: constant(0.02) });
  const progress = await trainer.fit(() => [{ x: x.map((value) => [value]), y }], { maxEpochs: 400 });
  expect(progress).toEqual({ step: 400, epoch: 400, stepInEpoch: 0, tokensSeen: 2400, seconds: 400 });
  expect(weightsOf(model)['line.weight']?.[0]).toBeCloseTo(slope, 4);
  expect(weightsOf(model)['line.bias']?.[0]).toBeCloseTo(mean(y) - slope * mean(x), 4);
});

test('a report says what happened: loss before the step, the norm before clipping, the rate and the speed', async () => {
  const { reports, callback } = recorder();
  // y = w x at w = 0, x = 3, y = 2 twice: loss 4 per point, gradient of the mean −2 · 3 · 2 = −12, of the bias −4.
  const model = linearModel(1, { inputs: 1 });
  for (const [, weight] of model.parameters.entries()) tf.tidy(() => weight.assign(tf.zerosLike(weight)));
  const optimizer = sgd(model.parameters);
  const learningRate = constant(0.5);
  const trainer = trainerOf({ model, optimizer, learningRate, maxGradientNorm: 1, callbacks: [callback] });
  await trainer.fit(() => [{ x: [[3], [3]], y: [2, 2] }], { maxSteps: 1 });
  const { gradientNorm, ...rest } = reports[0] ?? { gradientNorm: NaN };
  expect(gradientNorm).toBeCloseTo(Math.hypot(12, 4), 5);
  expect(rest).toEqual({
    step: 1,
    epoch: 0,
    stepInEpoch: 1,
    tokensSeen: 2,
    seconds: 1,
    loss: 4,
    tokens: 2,
    learningRate: 0.5,
    tokensPerSecond: 2,
  });
  expect(weightsOf(model)['line.weight']?.[0]).toBeCloseTo((0.5 * 12) / Math.hypot(12, 4), 5);
});

test('the gradient is divided by weight, the reported loss by tokens', async () => {
  const { reports, callback } = recorder();
  const plain = linearModel(2);
  const model: TrainableModel<Points> = {
    ...plain,
    loss: (batch, mode) => ({ ...plain.loss(batch, mode), weight: 1, tokens: 4 }),
  };
  const points: Points = {
    x: [
      [1, 0],
      [0, 1],
    ],
    y: [1, 2],
  };
  const [w0 = NaN, w1 = NaN] = weightsOf(model)['line.weight'] ?? [];
  await trainerOf({ model, callbacks: [callback] }).fit(() => [points], { maxSteps: 1 });
  expect(reports[0]?.loss).toBeCloseTo(((w0 - 1) ** 2 + (w1 - 2) ** 2) / 4, 5);
  expect(weightsOf(model)['line.weight']?.[0]).toBeCloseTo(w0 - 0.05 * 2 * (w0 - 1), 5);
});

test('no step leaks a tensor', async () => {
  const counts: number[] = [];
  const callback: TrainerCallback = { onStepEnd: () => void counts.push(tf.memory().numTensors) };
  const model = linearModel(1, { isNoisy: true });
  const optimizer = adam(model.parameters);
  const before = tf.memory().numTensors;
  await trainerOf({ model, optimizer, maxGradientNorm: 1, callbacks: [callback] }).fit(shufflingBatches, {
    maxSteps: 9,
  });
  expect(counts).toEqual(Array.from({ length: 9 }, () => before));
  expect(tf.memory().numTensors).toBe(before);
});

test('callbacks are asked in order and awaited; stop ends after all have seen the step', async () => {
  const events: string[] = [];
  const named = (name: string): TrainerCallback => ({
    onStart: async ({ progress, limits }) => {
      await Promise.resolve();
      events.push(`${name} start ${progress.step} of ${limits.maxSteps}`);
    },
    onStepEnd: async ({ step }) => {
      await Promise.resolve();
      events.push(`${name} step ${step}`);
      return name === 'a' && step === 3 ? 'stop' : undefined;
    },
    onEpochEnd: ({ epoch, stepInEpoch }) => void events.push(`${name} epoch ${epoch} ${stepInEpoch}`),
    onEnd: ({ step }) => void events.push(`${name} end ${step}`),
  });
  const points: Points = { x: [[1, 1]], y: [1] };
  const trainer = trainerOf({ callbacks: [named('a'), {}, named('b')] });
  const progress = await trainer.fit(() => [points, points], { maxSteps: 9 });
  expect(events).toEqual([
    'a start 0 of 9',
    'b start 0 of 9',
    'a step 1',
    'b step 1',
    'a step 2',
    'b step 2',
    'a epoch 1 0',
    'b epoch 1 0',
    'a step 3',
    'b step 3',
    'a end 3',
    'b end 3',
  ]);
  expect(progress).toMatchObject({ step: 3, epoch: 1, stepInEpoch: 1 });
  expect(trainer.progress).toEqual(progress);
  expect(trainer.limits).toEqual({});
});

test.each([
  [{ maxSteps: 10 }, { step: 10, epoch: 1, stepInEpoch: 3 }],
  [{ maxEpochs: 2 }, { step: 14, epoch: 2, stepInEpoch: 0 }],
  [{ maxSeconds: 5 }, { step: 5, epoch: 0, stepInEpoch: 5 }],
  [{ maxSteps: 0 }, { step: 0, epoch: 0, stepInEpoch: 0 }],
  [
    { maxSteps: 9, maxEpochs: 1, maxSeconds: 8 },
    { step: 7, epoch: 1, stepInEpoch: 0 },
  ],
])('%o ends at %o, and a second fit of the same limits does nothing', async (limits, expected) => {
  const trainer = trainerOf();
  expect(await trainer.fit(shufflingBatches, limits)).toMatchObject(expected);
  expect(await trainer.fit(shufflingBatches, limits)).toMatchObject(expected);
});

test('the time of callbacks does not count', async () => {
  const now = tickingClock();
  const callback: TrainerCallback = { onStepEnd: () => void [now(), now(), now()] };
  const progress = await trainerOf({ now, callbacks: [callback] }).fit(shufflingBatches, { maxSteps: 8 });
  expect(progress.seconds).toBe(8);
});

test('an abort ends after the current step, normally, and leaves the batches closed and disposed', async () => {
  const disposed: Points[] = [];
  let isClosed = false;
  async function* endless(): AsyncGenerator<Points> {
    try {
      for (;;) yield { x: [[1, 2]], y: [3] };
    } finally {
      isClosed = true;
    }
  }
  const controller = new AbortController();
  const callback: TrainerCallback = { onStepEnd: ({ step }) => void (step === 3 && controller.abort()) };
  const trainer = trainerOf({ callbacks: [callback], disposeBatch: (batch) => void disposed.push(batch) });
  expect((await trainer.fit(endless, { signal: controller.signal })).step).toBe(3);
  expect({ isClosed, disposed: disposed.length }).toEqual({ isClosed: true, disposed: 3 });
  expect((await trainer.fit(endless, { signal: controller.signal })).step).toBe(3);
});

test('timers run while training does, so that something can abort it', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 5);
  const progress = await trainerOf().fit(shufflingBatches, { signal: controller.signal, maxSteps: 1e6 });
  expect(progress.step).toBeGreaterThan(0);
  expect(progress.step).toBeLessThan(1e5);
});

test.each([
  ['the loss', 'the loss is NaN', (): tf.Scalar => tf.scalar(NaN)],
  ['the gradient', 'the gradient norm NaN', (sum: tf.Scalar): tf.Scalar => tf.add(sum, tf.sqrt(tf.mul(sum, 0)))],
])(
  '%s not finite: an error that names the step, before any weight changes, without a leak',
  async (_, message, spoil) => {
    const healthy = linearModel(1);
    let losses = 0;
    const model: TrainableModel<Points> = {
      ...healthy,
      loss: (batch, mode) => {
        const loss = healthy.loss(batch, mode);
        return ++losses === 3
          ? { ...loss, sum: tf.mul<tf.Scalar>(spoil(loss.sum), tf.div<tf.Scalar>(loss.sum, loss.sum)) }
          : loss;
      },
    };
    const trainer = trainerOf({ model });
    await trainer.fit(shufflingBatches, { maxSteps: 2 });
    const [before, tensors] = [weightsOf(model), tf.memory().numTensors];
    const error: unknown = await trainer.fit(shufflingBatches, { maxSteps: 5 }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TrainingError);
    expect(error).toMatchObject({ step: 3 });
    expect(String(error)).toMatch(new RegExp(`step 3: .*${message}.*No weight was changed\\. Lower the learning rate`));
    expect(weightsOf(model)).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(trainer.progress).toMatchObject({ step: 2, stepInEpoch: 2 });
    expect((await trainer.fit(shufflingBatches, { maxSteps: 5 })).step).toBe(5);
  },
);

test('a weight that takes no part stays; if none does, the error names them', async () => {
  const model = linearModel(1);
  model.parameters.create('unused', [2], () => Float32Array.of(1, 2));
  await trainerOf({ model, maxGradientNorm: 1 }).fit(shufflingBatches, { maxSteps: 2 });
  expect(weightsOf(model)['unused']).toEqual([1, 2]);
  const unconnected: TrainableModel<Points> = { ...model, loss: () => ({ sum: tf.scalar(1), weight: 1, tokens: 1 }) };
  await expect(trainerOf({ model: unconnected }).fit(shufflingBatches, { maxSteps: 2 })).rejects.toThrow(
    'step 1: the loss depends on none of the weights line.weight, line.bias, unused;',
  );
});

test('epochs without batches, empty batches, bad rates and bad limits are errors instead of endless loops', async () => {
  const model = linearModel(1);
  await expect(trainerOf({ model }).fit(() => [], { maxSteps: 2 })).rejects.toThrow('step 1: epoch 0 has no batches');
  const once = Array.from({ length: 7 }, (): Points => ({ x: [[1, 2]], y: [3] })).values();
  await expect(trainerOf({ model }).fit(() => once, { maxEpochs: 2 })).rejects.toThrow(
    'step 8: epoch 1 has no batches',
  );
  await expect(trainerOf({ model }).fit(() => [{ x: [], y: [] }], { maxSteps: 2 })).rejects.toThrow(
    'tokens above 0, got 0',
  );
  await expect(trainerOf({ model, learningRate: () => NaN }).fit(shufflingBatches, { maxSteps: 2 })).rejects.toThrow(
    'rate is NaN',
  );
  await expect(trainerOf({ model }).fit(shufflingBatches, { maxSteps: NaN })).rejects.toThrow('maxSteps is NaN');
  expect(() => trainerOf({ model, maxGradientNorm: 0 })).toThrow('maxGradientNorm is 0');
});

test('one fit at a time', async () => {
  const trainer = trainerOf();
  const running = trainer.fit(shufflingBatches, { maxSteps: 3 });
  await expect(trainer.fit(shufflingBatches, { maxSteps: 3 })).rejects.toThrow('fit is running; await it first');
  expect((await running).step).toBe(3);
});
