// Optimizers and the norm of gradients on the SIMD backend, held against the plain composition on backend-cpu.
import { createParameterStore, createRandom, type ParameterStore } from '@seq2seq/core';
import { adam, adamW, constant, createTrainer, globalNorm, type Optimizer, sgd, TrainingError } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expectAgreement,
  kernelsOf,
  memoryInUse,
  type Numbers,
  readAll,
  soilMemory,
  waves,
} from './__fixtures__/backends-agree.ts';
import { switchBackend } from './__fixtures__/switch-backend.ts';
import { type BackendName, useBackend } from './use-backend.ts';

const optimizers = {
  adam: (store) => adam(store),
  'adam, forgetful': (store) => adam(store, { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 }),
  adamW: (store) => adamW(store, { weightDecay: 0.1 }),
  sgd: (store) => sgd(store),
  'sgd with momentum': (store) => sgd(store, { momentum: 0.9 }),
} satisfies Readonly<Record<string, (store: ParameterStore) => Optimizer>>;
type Name = keyof typeof optimizers;
const names = Object.keys(optimizers) as Name[];

/** Weights of these sizes; some of them are longer than what a thread takes at once. */
const storeOf = (sizes: readonly number[]): ParameterStore => {
  const store = createParameterStore((_path, [size]) => waves(size as number, 0.6));
  for (const [i, size] of sizes.entries()) store.create(`w${i}`, [size], () => new Float32Array(size));
  return store;
};

const gradientsOf = (store: ParameterStore, step: number): Map<string, tf.Tensor> =>
  new Map([...store.entries()].map(([path, { size }], i) => [path, tf.tensor1d(waves(size, 0.1 * step + i, 3))]));

/** Weights and all that is remembered about them after some steps, at one of which the last weight takes no part. */
const train = (name: Name, sizes: readonly number[], scale: number): Numbers => {
  const store = storeOf(sizes);
  const optimizer = optimizers[name](store);
  for (let step = 1; step <= 4; step++) {
    const gradients = gradientsOf(store, step);
    const taken = new Map([...gradients].slice(0, step === 3 && sizes.length > 1 ? -1 : undefined));
    optimizer.apply(taken, 0.01, scale);
    tf.dispose([...gradients.values()]);
  }
  const weights = Object.fromEntries([...store.entries()].map(([path, weight]) => [path, tf.clone(weight)]));
  optimizer.dispose();
  store.dispose();
  return readAll(weights);
};

const lengths = (least: number): fc.Arbitrary<number[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: least, max: 70 }) },
      { weight: 2, arbitrary: fc.constantFrom(4095, 4096, 4097, 9001) },
    ),
    { minLength: 1, maxLength: 5 },
  );

test('some steps of every optimizer give the bits of the plain operations: weights of any number and size, with and without clipping', async () => {
  await fc.assert(
    fc.asyncProperty(lengths(1), fc.constantFrom(1, 0.37), (sizes, scale) =>
      expectAgreement(
        () =>
          new Map(names.flatMap((name) => [...train(name, sizes, scale)].map(([path, x]) => [`${name} ${path}`, x]))),
        { absolute: 0, relative: 0 },
      ),
    ),
    { seed: 4, numRuns: 8 },
  );
});

test('a step is one operation for all weights', async () => {
  await useBackend('simd');
  const store = storeOf([5, 4, 3]);
  const gradients = gradientsOf(store, 1);
  const before = memoryInUse();
  for (const name of names) {
    const optimizer = optimizers[name](store);
    expect(await kernelsOf(() => optimizer.apply(gradients, 0.1, 0.5))).toEqual([
      name.startsWith('sgd') ? 'Seq2SeqSgd' : 'Seq2SeqAdam',
    ]);
    optimizer.dispose();
  }
  expect(memoryInUse()).toEqual(before);
  tf.dispose([...gradients.values()]);
  store.dispose();
});

/** As the definition says, in float64. */
const lengthOf = (tensors: readonly Float32Array[]): number => {
  let sum = 0;
  for (const values of tensors) for (const value of values) sum += value ** 2;
  return Math.sqrt(sum);
};

test('the norm: any number and size of gradients, one operation, the same bits on any number of threads', async () => {
  await fc.assert(
    fc.asyncProperty(lengths(0), fc.constantFrom(1e-12, 1, 1e9), async (all, height) => {
      const values = all.map((count, i) => waves(count, 0.3 + i, height));
      const normOn = async (backend: BackendName, threads: number): Promise<number> => {
        await switchBackend(backend, threads);
        soilMemory();
        const before = memoryInUse();
        const gradients = new Map(values.map((numbers, i) => [`g${i}`, tf.tensor1d(numbers)]));
        const norm = globalNorm(gradients);
        const [value = Number.NaN] = norm.dataSync();
        tf.dispose([norm, ...gradients.values()]);
        expect(memoryInUse()).toEqual(before);
        return value;
      };
      const wanted = lengthOf(values);
      const norm = await normOn('simd', 1);
      expect(Math.abs(norm - wanted)).toBeLessThanOrEqual(2e-7 * wanted);
      for (const threads of [2, 3]) expect(await normOn('simd', threads)).toBe(norm);
      expect(await normOn('simd-strict', 2)).toBe(norm);
    }),
    { seed: 5, numRuns: 6 },
  );
  const gradient = tf.ones([3]);
  const norm = await kernelsOf(() => globalNorm(new Map([['g', gradient]])).dispose());
  expect(norm).toEqual(['Seq2SeqSquaredNorm', 'Sqrt']);
  gradient.dispose();
});

test('a norm that is not finite: an error before any weight changes, and nothing is left behind', async () => {
  await useBackend('simd');
  const store = storeOf([6]);
  const optimizer = adam(store);
  const [weight] = [...store.entries()].map(([, variable]) => variable) as [tf.Variable];
  const model = {
    parameters: store,
    loss: (spoil: number) => ({ sum: tf.sum<Scalar>(tf.mul(weight, spoil)), weight: 1, tokens: 1 }),
  };
  const trainer = createTrainer({
    model,
    optimizer,
    learningRate: constant(0.1),
    random: createRandom(1),
    maxGradientNorm: 1,
  });
  await trainer.fit(() => [1], { maxSteps: 1 });
  const [before, bytes] = [weight.dataSync().slice(), memoryInUse()];
  for (const spoil of [Number.NaN, 1e30]) {
    await expect(trainer.fit(() => [spoil], { maxSteps: 2 })).rejects.toThrow(TrainingError);
    await expect(trainer.fit(() => [spoil], { maxSteps: 2 })).rejects.toThrow('No weight was changed');
  }
  expect(weight.dataSync()).toEqual(before);
  expect(memoryInUse()).toEqual(bytes);
  // Clipped to 1 along six equal gradients.
  await trainer.fit(() => [100], { maxSteps: 2 });
  expect(weight.dataSync()).not.toEqual(before);
  optimizer.dispose();
  store.dispose();
});
