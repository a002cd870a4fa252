import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { expectNoLeak } from '../../testing/index.ts';

/** A test on the CPU backend that must give back every weight and every tensor it keeps; what it merely makes, the tidy frees. */
export const cpuTest = (name: string, run: () => void): void => {
  test(name, async () => {
    await tf.setBackend('cpu');
    expectNoLeak(() => {
      tf.tidy(run);
    });
  });
};
