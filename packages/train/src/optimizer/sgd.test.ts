import { createParameterStore, fromSeed, type ParameterStore, uniform } from '@seq2seq/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { sgd } from './sgd.ts';

beforeAll(() => tf.setBackend('cpu'));

const build = (): ParameterStore => {
  const store = createParameterStore(fromSeed(4));
  store.create('w', [3], uniform(1));
  return store;
};

const valuesOf = (store: ParameterStore): number[] =>
  [...store.entries()].flatMap(([, variable]) => [...variable.dataSync()]);

const gradientAt = (step: number): number[] => [step, -1 / step, step % 2];

const applyStep = (optimizer: ReturnType<typeof sgd>, step: number, rate: number, scale?: number): void => {
  tf.tidy(() => optimizer.apply(new Map([['w', tf.tensor1d(gradientAt(step))]]), rate, scale));
};

test.each([
  [0, 1],
  [0.9, 1],
  [0, 0.25],
  [0.9, 0.25],
])(
  'several steps with momentum %d, gradients times %d, equal the same in float64, without a leak',
  (momentum, scale) => {
    const store = build();
    const expected = valuesOf(store);
    const velocity = [0, 0, 0];
    const optimizer = sgd(store, { momentum });
    const before = tf.memory().numTensors;
    for (let step = 1; step <= 6; step++) {
      applyStep(optimizer, step, 0.01 * step, scale);
      for (const [i, gradient] of gradientAt(step).entries()) {
        velocity[i] = momentum * (velocity[i] ?? NaN) + scale * gradient;
        expected[i] = (expected[i] ?? NaN) - 0.01 * step * velocity[i];
      }
    }
    expect(tf.memory().numTensors).toBe(before);
    for (const [i, value] of valuesOf(store).entries()) expect(value).toBeCloseTo(expected[i] ?? NaN, 5);
    optimizer.dispose();
    store.dispose();
    expect(tf.memory().numTensors).toBe(before - (momentum > 0 ? 2 : 1));
  },
);

test('two steps, snapshot, restore, two steps equal four', async () => {
  const [one, two] = [build(), build()];
  const whole = sgd(one, { momentum: 0.5 });
  for (let step = 1; step <= 4; step++) applyStep(whole, step, 0.1);
  const first = sgd(two, { momentum: 0.5 });
  for (let step = 1; step <= 2; step++) applyStep(first, step, 0.1);
  const second = sgd(two, { momentum: 0.5 });
  second.restore(await first.snapshot(), 'a file');
  for (let step = 3; step <= 4; step++) applyStep(second, step, 0.1);
  expect(valuesOf(two)).toEqual(valuesOf(one));
  expect((await sgd(two).snapshot()).size).toBe(0);
  for (const thing of [whole, first, second, one, two]) thing.dispose();
});

test('refuses momentum out of range', () => {
  const store = build();
  expect(() => sgd(store, { momentum: 1 })).toThrow('sgd.momentum is 1; give a finite number from 0 and below 1.');
  store.dispose();
});
