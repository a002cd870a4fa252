import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { stepsOf } from './steps-of.ts';

beforeAll(() => tf.setBackend('cpu'));

test.each([1, 2, 3])('%i steps: their values, and a gradient through each', (S) => {
  const values = Array.from({ length: 2 * S * 2 }, (_, i) => i);
  const sequences = tf.tensor3d(values, [2, S, 2]);
  const steps = stepsOf(sequences);
  expect(steps.map((step) => step.arraySync())).toEqual(
    Array.from({ length: S }, (_, s) => [0, 1].map((b) => [0, 1].map((e) => values[(b * S + s) * 2 + e]))),
  );
  const gradient = tf.grad((x) => tf.addN(stepsOf(x as Tensor3D).map((step, s) => tf.sum(tf.mul(step, s + 1)))))(
    sequences,
  );
  const wanted = values.map((_, i) => (Math.floor(i / 2) % S) + 1);
  expect([...gradient.dataSync()]).toEqual(wanted);
  tf.dispose([sequences, gradient, ...steps]);
});
