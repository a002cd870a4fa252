// The additive score, the cross-entropy and Adam of the SIMD backend held against the plain composition on backend-cpu.
import { mlpScorer } from '@seq2seq/attention';
import { createParameterStore, crossEntropy, fromSeed } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import { adam } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { switchBackend } from './__fixtures__/switch-backend.ts';
import { type BackendName, useBackend } from './use-backend.ts';

const waves = (size: number, frequency: number, height = 1): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => height * Math.sin(1 + frequency * i));

type Numbers = ReadonlyMap<string, Float32Array>;

const readAll = (tensors: Readonly<Record<string, tf.Tensor>>): Numbers =>
  new Map(Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync().slice() as Float32Array]));

/** Runs the same on backend-cpu and on both builds, compares, and looks for tensors left behind. */
const agree = async (run: () => Numbers, tolerance: number): Promise<void> => {
  const on = async (backend: BackendName, threads: number | 'auto'): Promise<Numbers> => {
    await switchBackend(backend, threads);
    const before = tf.memory().numTensors;
    const numbers = run();
    expect(tf.memory().numTensors).toBe(before);
    return numbers;
  };
  const wanted = await on('cpu', 'auto');
  const one = await on('simd', 1);
  // Threads never change a bit.
  expect(await on('simd', 3)).toEqual(one);
  for (const actual of [one, await on('simd-strict', 2)]) {
    for (const [name, numbers] of wanted) {
      expectClose(actual.get(name) as Float32Array, numbers, { absolute: tolerance, relative: tolerance });
    }
  }
};

const size = (max: number) => fc.integer({ min: 1, max });

test('the additive score, forward and back, also for units that are no multiple of four', async () => {
  const shapes = fc.record({ B: size(7), S: size(6), Q: size(5), D: size(5), A: fc.constantFrom(4, 8, 20, 6) });
  await fc.assert(
    fc.asyncProperty(shapes, ({ B, S, Q, D, A }) =>
      agree(() => {
        const store = createParameterStore(fromSeed(5));
        const scorer = mlpScorer.create({ querySize: Q, memorySize: D }, { units: A }, store);
        const numbers = tf.tidy(() => {
          const query = tf.tensor2d(waves(B * Q, 0.9), [B, Q]);
          const memory = tf.tensor3d(waves(B * S * D, 0.4), [B, S, D]);
          const history = {
            position: tf.zeros([B, 1]),
            previous: tf.zeros([B, S]),
            coverage: tf.zeros([B, S]),
          } as const;
          const score = (q: Tensor2D, m: Tensor3D): Tensor2D =>
            scorer.score(q, scorer.prepare(m), history as Parameters<typeof scorer.score>[2]);
          const weights = tf.tensor2d(waves(B * S, 1.7), [B, S]);
          const gradients = tf.grads((q, m) => tf.sum(tf.mul(score(q as Tensor2D, m as Tensor3D), weights)))([
            query,
            memory,
          ]);
          const { grads } = tf.variableGrads(
            () => tf.sum<Scalar>(tf.mul(score(query, memory), weights)),
            [...store.entries()].map(([, variable]) => variable),
          );
          const named = [...store.entries()].map(([path, { name }]): [string, tf.Tensor] => [
            path,
            grads[name] as tf.Tensor,
          ]);
          const [dQuery, dMemory] = gradients as [tf.Tensor, tf.Tensor];
          return [readAll({ scores: score(query, memory), dQuery, dMemory, ...Object.fromEntries(named) })] as never;
        }) as unknown as [Numbers];
        store.dispose();
        return numbers[0];
      }, 1e-4),
    ),
    { seed: 2, numRuns: 15 },
  );
});

test('the cross-entropy and its gradient: masks, smoothing, scores far apart, any vocabulary', async () => {
  const shapes = fc.record({
    N: size(20),
    V: fc.integer({ min: 2, max: 40 }),
    smoothing: fc.constantFrom(0, 0.1),
    height: fc.constantFrom(1, 80),
  });
  await fc.assert(
    fc.asyncProperty(shapes, ({ N, V, smoothing, height }) =>
      agree(
        () =>
          (
            tf.tidy(() => {
              const logits = tf.tensor2d(waves(N * V, 2.3, height), [N, V]);
              const targets = tf.tensor1d(
                Int32Array.from({ length: N }, (_, i) => (i * 7) % V),
                'int32',
              );
              const mask = tf.tensor1d(Float32Array.from({ length: N }, (_, i) => (i % 3 === 2 ? 0 : 1)));
              const loss = (x: tf.Tensor): Scalar =>
                crossEntropy(x as Tensor2D, targets, mask, { labelSmoothing: smoothing });
              return [readAll({ loss: loss(logits), gradient: tf.grad(loss)(logits) })] as never;
            }) as unknown as [Numbers]
          )[0],
        1e-5,
      ),
    ),
    { seed: 3, numRuns: 25 },
  );
});

test('a target outside the vocabulary is refused, not written elsewhere', async () => {
  await useBackend('simd');
  const run = (target: number) =>
    tf.tidy(() => crossEntropy(tf.zeros([1, 3]), tf.tensor1d([target], 'int32'), tf.ones([1])).dataSync()[0]);
  expect(() => run(3)).toThrow('target 0 is 3, but the vocabulary has 3 tokens');
  expect(() => run(-1)).toThrow('target 0 is -1');
  expect(run(2)).toBeCloseTo(Math.log(3), 5);
});

test('Adam over some steps, for weights of any size', async () => {
  await fc.assert(
    fc.asyncProperty(size(70), (count) =>
      agree(() => {
        const store = createParameterStore((_path, shape) => waves(shape[0] as number, 0.6));
        store.create('weight', [count], () => new Float32Array(count));
        const optimizer = adam(store);
        for (let step = 1; step <= 4; step++) {
          const gradient = tf.tensor1d(waves(count, 0.1 * step, 3));
          optimizer.apply(new Map([['weight', gradient]]), 0.01);
          gradient.dispose();
        }
        const numbers = readAll(Object.fromEntries(store.entries()));
        optimizer.dispose();
        store.dispose();
        return numbers;
      }, 1e-5),
    ),
    { seed: 4, numRuns: 12 },
  );
});
