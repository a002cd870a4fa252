import {
  CheckpointError,
  createParameterStore,
  createRandom,
  fromSeed,
  type ParameterStore,
  uniform,
} from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { adam, adamW, type AdamWOptions } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

beforeAll(() => tf.setBackend('cpu'));

const build = (): ParameterStore => {
  const store = createParameterStore(fromSeed(4));
  store.create('a', [2, 3], uniform(1));
  store.create('b', [4], uniform(1));
  return store;
};

const valuesOf = (store: ParameterStore): Map<string, number[]> =>
  new Map([...store.entries()].map(([path, variable]) => [path, [...variable.dataSync()]]));

/** The gradients of a step: reproducible, of very different sizes. */
const gradientsAt = (step: number, store: ParameterStore): Map<string, number[]> => {
  const random = createRandom(step);
  return new Map(
    [...store.entries()].map(([path, { size }]) => [
      path,
      Array.from({ length: size }, (_, i) => (random.next() - 0.3) * 10 ** (i - 3)),
    ]),
  );
};

const applyStep = (
  optimizer: Optimizer,
  store: ParameterStore,
  gradients: Map<string, number[]>,
  rate: number,
  scale?: number,
): void => {
  const shapes = new Map([...store.entries()].map(([path, { shape }]) => [path, shape]));
  tf.tidy(() => {
    const tensors = [...gradients].map(([path, values]): [string, tf.Tensor] => [
      path,
      tf.tensor(values, shapes.get(path)),
    ]);
    optimizer.apply(new Map(tensors), rate, scale);
  });
};

test('the first step is the rate in the gradient’s direction, whatever the gradient’s size', () => {
  const store = createParameterStore(fromSeed(1));
  const weight = store.create('w', [3], uniform(1));
  const before = [...weight.dataSync()];
  const optimizer = adam(store);
  applyStep(optimizer, store, new Map([['w', [100, -0.01, 0]]]), 0.25);
  const moved = [...weight.dataSync()].map((value, i) => value - (before[i] ?? NaN));
  expect(moved[0]).toBeCloseTo(-0.25, 5);
  expect(moved[1]).toBeCloseTo(0.25, 5);
  expect(moved[2]).toBe(0);
  optimizer.dispose();
  store.dispose();
});

test.each<[string, AdamWOptions, number]>([
  ['adam', {}, 1],
  ['adam', { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 }, 0.01],
  ['adamW', {}, 1],
  ['adamW', { beta1: 0.8, weightDecay: 0.4 }, 0.3],
])('twelve steps of %s equal the paper’s algorithm in float64 (%o, gradients times %d)', (name, options, scale) => {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const weightDecay = name === 'adamW' ? (options.weightDecay ?? 0.01) : 0;
  const store = build();
  const expected = valuesOf(store);
  const m = new Map([...expected].map(([path, values]) => [path, values.map(() => 0)]));
  const v = new Map([...expected].map(([path, values]) => [path, values.map(() => 0)]));
  const optimizer = name === 'adamW' ? adamW(store, options) : adam(store, options);
  for (let t = 1; t <= 12; t++) {
    const rate = 0.1 / t;
    const gradients = gradientsAt(t, store);
    applyStep(optimizer, store, gradients, rate, scale);
    for (const [path, g] of gradients) {
      const [mean = [], square = [], theta = []] = [m.get(path), v.get(path), expected.get(path)];
      for (const [i, unscaled] of g.entries()) {
        const gradient = scale * unscaled;
        mean[i] = beta1 * (mean[i] ?? NaN) + (1 - beta1) * gradient;
        square[i] = beta2 * (square[i] ?? NaN) + (1 - beta2) * gradient ** 2;
        const corrected = { mean: mean[i] / (1 - beta1 ** t), square: square[i] / (1 - beta2 ** t) };
        const step = corrected.mean / (Math.sqrt(corrected.square) + epsilon) + weightDecay * (theta[i] ?? NaN);
        theta[i] = (theta[i] ?? NaN) - rate * step;
      }
    }
  }
  for (const [path, values] of valuesOf(store)) {
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected.get(path)?.[i] ?? NaN, 5);
  }
  optimizer.dispose();
  store.dispose();
});

test('weights of AdamW decay although no gradient moves them, by the share that the rate leaves of λ', () => {
  const store = createParameterStore(fromSeed(1));
  const weight = store.create('w', [2], () => Float32Array.of(8, -4));
  const optimizer = adamW(store, { weightDecay: 0.5 });
  applyStep(optimizer, store, new Map([['w', [0, 0]]]), 0.25);
  expect([...weight.dataSync()]).toEqual([7, -3.5]);
  optimizer.dispose();
  store.dispose();
});

test('a run of Adam may go on with AdamW', async () => {
  const store = build();
  const one = adam(store);
  applyStep(one, store, gradientsAt(1, store), 0.1);
  const saved = await one.snapshot();
  const other = adamW(store);
  other.restore(saved, 'a file');
  expect(await other.snapshot()).toEqual(saved);
  for (const thing of [one, other, store]) thing.dispose();
});

test('steps leak nothing, and disposing gives the moments back', () => {
  const store = build();
  const before = tf.memory().numTensors;
  const optimizer = adam(store);
  expect(tf.memory().numTensors).toBe(before + 4);
  for (let t = 1; t <= 3; t++) applyStep(optimizer, store, gradientsAt(t, store), 0.1);
  expect(tf.memory().numTensors).toBe(before + 4);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
  store.dispose();
});

test('a weight without a gradient stays', () => {
  const store = build();
  const optimizer = adam(store);
  applyStep(optimizer, store, gradientsAt(1, store), 0.1);
  const before = valuesOf(store);
  applyStep(optimizer, store, new Map([['a', [1, 1, 1, 1, 1, 1]]]), 0.1);
  expect(valuesOf(store).get('b')).toEqual(before.get('b'));
  expect(valuesOf(store).get('a')).not.toEqual(before.get('a'));
  optimizer.dispose();
  store.dispose();
});

test('three steps, snapshot, restore, three steps equal six', async () => {
  const [one, two] = [build(), build()];
  const whole = adam(one);
  for (let t = 1; t <= 6; t++) applyStep(whole, one, gradientsAt(t, one), 0.1);
  const first = adam(two);
  for (let t = 1; t <= 3; t++) applyStep(first, two, gradientsAt(t, two), 0.1);
  const saved = await first.snapshot();
  expect([...saved.keys()].toSorted()).toEqual(['mean.a', 'mean.b', 'square.a', 'square.b', 'step']);
  first.dispose();
  const second = adam(two);
  second.restore(saved, 'a file');
  for (let t = 4; t <= 6; t++) applyStep(second, two, gradientsAt(t, two), 0.1);
  expect(valuesOf(two)).toEqual(valuesOf(one));
  for (const thing of [whole, second, one, two]) thing.dispose();
});

test('another optimizer’s state, a damaged step and strange gradients are refused without a change', async () => {
  const store = build();
  const optimizer = adam(store);
  const plain = sgd(store, { momentum: 0.9 });
  const saved = await optimizer.snapshot();
  const message = (state: typeof saved): string => {
    try {
      optimizer.restore(state, 'run.safetensors');
    } catch (error) {
      expect(error).toBeInstanceOf(CheckpointError);
      return String(error);
    }
    return '';
  };
  expect(message(await plain.snapshot())).toContain('velocity.a: checkpoint has it');
  expect(message(new Map([...saved].filter(([name]) => name !== 'step')))).toContain("expected Adam's step count");
  expect(
    message(new Map(saved).set('step', { dtype: 'I32', shape: [], bytes: new Uint8Array(4).fill(255) })),
  ).toContain('step is -1');
  expect(() => plain.restore(saved, 'f')).toThrow('mean.a: checkpoint has it');
  const before = valuesOf(store);
  const strange = new Map([
    ['a', [1, 1, 1, 1, 1, 1]],
    ['c', [1]],
  ]);
  expect(() => applyStep(optimizer, store, strange, 1)).toThrow(
    'c: a gradient came for a weight that the optimizer does not know',
  );
  const narrow = new Map([
    ['b', tf.ones([4])],
    ['a', tf.ones([3, 2])],
  ]);
  expect(() => optimizer.apply(narrow, 1)).toThrow('a: expected a gradient [2, 3] like its weight, got [3, 2]');
  tf.dispose([...narrow.values()]);
  expect(valuesOf(store)).toEqual(before);
  expect(await optimizer.snapshot()).toEqual(saved);
  for (const thing of [optimizer, plain, store]) thing.dispose();
});

test.each([{ beta1: 1 }, { beta2: -0.1 }, { epsilon: 0 }, { beta1: NaN }])('refuses %o', (options) => {
  const store = build();
  expect(() => adam(store, options)).toThrow(/adam\.(beta1|beta2|epsilon) is .*; give a finite number/);
  expect(() => adamW(store, options)).toThrow(/adamW\.(beta1|beta2|epsilon) is .*; give a finite number/);
  expect(() => adamW(store, { weightDecay: -1 })).toThrow('adamW.weightDecay is -1; give a finite number from 0');
  store.dispose();
});
