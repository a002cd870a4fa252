import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { type FusedRun, runFused } from './run-fused.ts';

/** (2x)², made in two steps, of which the first is kept for the way back. */
const squareOfDouble = (x: Tensor): FusedRun => ({
  inputs: { x },
  forward: ({ x: given }) => {
    const doubled = tf.add(given as Tensor, given as Tensor);
    return { outputs: [tf.square(doubled)], saved: [doubled] };
  },
  backward: ([gradient], _all, [doubled]) => [tf.mul(tf.mul(doubled as Tensor, 4), gradient as Tensor)],
});

cpuTest('without a tape nothing but the results is left, casts neither', () => {
  const x = tf.tensor1d([1, -3], 'int32');
  const before = tf.memory().numTensors;
  const [result] = runFused(squareOfDouble(x));
  expect(tf.memory().numTensors).toBe(before + 1);
  expect([...(result as Tensor).dataSync()]).toEqual([4, 36]);
  tf.dispose([x, result]);
});

cpuTest('on the tape it is one operation with the gradient that it says', () => {
  const slope = tf.grad((x) => runFused(squareOfDouble(x))[0] as Tensor);
  const gradient = slope(tf.tensor1d([1, -3]));
  expect([...gradient.dataSync()]).toEqual([8, -24]);
});
