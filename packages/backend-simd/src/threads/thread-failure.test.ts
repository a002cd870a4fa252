import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { registerSimdBackend, type SimdBackend, ThreadError } from '../index.ts';
import { watchWorkers } from './__fixtures__/watched-workers.ts';

afterEach(() => vi.restoreAllMocks());

test('what fails with its thread works again on a backend that is set up anew, with the tensors there were', async () => {
  const workers = watchWorkers();
  registerSimdBackend({ threads: 2 });
  await tf.setBackend('simd');
  const before = tf.memory().numTensors;
  const x = tf.tensor2d(
    Float32Array.from({ length: 10_000 }, (_, i) => Math.sin(i)),
    [100, 100],
  );
  const product = tf.matMul(x, x);
  await workers[0]?.terminate();
  expect(() => tf.tidy(() => tf.matMul(x, x))).toThrow(ThreadError);
  expect(() => tf.tidy(() => tf.matMul(x, x))).toThrow(/thread 1 of 2 ended \(exit code 1\)/);

  registerSimdBackend({ threads: 2 });
  await tf.setBackend('simd');
  const again = tf.matMul(x, x);
  expect(again.dataSync()).toEqual(product.dataSync());
  expect((tf.backend() as unknown as SimdBackend).jobs.threads).toBe(2);
  tf.dispose([x, product, again]);
  expect(tf.memory().numTensors).toBe(before);
});
