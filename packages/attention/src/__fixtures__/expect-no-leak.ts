import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Runs a test inside a tidy and fails if it leaves a tensor behind. */
export const expectNoLeak = (run: () => void): void => {
  const before = tf.memory().numTensors;
  tf.tidy(run);
  expect(tf.memory().numTensors).toBe(before);
};
