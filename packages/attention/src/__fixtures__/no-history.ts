import * as tf from '@tensorflow/tfjs-core';
import type { AttentionHistory } from '../history.ts';

/** The history before the first step of B rows of S positions. */
export const noHistory = (B: number, S: number): AttentionHistory => ({
  position: tf.zeros([B, 1]),
  previous: tf.zeros([B, S]),
  coverage: tf.zeros([B, S]),
  notes: {},
});
