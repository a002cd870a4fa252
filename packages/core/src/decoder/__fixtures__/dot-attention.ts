import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Attention } from '../../attention/attention.ts';

/** How many steps there were [B, 1], and the weights [B, S] of the last and of all together. */
export type DotHistory = { readonly position: Tensor2D; readonly previous: Tensor2D; readonly coverage: Tensor2D };

/** The smallest attention there is, for tests: weights are the softmax of query · memory over what is not padding. */
export const dotAttention = (memorySize: number): Attention<Tensor3D, DotHistory> => ({
  memorySize,
  contextSize: memorySize,
  prepare: ({ values, mask }) => ({ values, mask, keys: values }),
  begin: ({ mask }) => ({
    position: tf.zeros([mask.shape[0], 1]),
    previous: tf.zerosLike(mask),
    coverage: tf.zerosLike(mask),
  }),
  attend: (query, { values, mask }, { position, coverage }) => {
    const scores = tf.squeeze(tf.matMul(values, tf.expandDims(query, 2)), [2]);
    const raised = tf.mul(tf.exp(tf.sub(scores, tf.max(scores, 1, true))), mask);
    const weights: Tensor2D = tf.div(raised, tf.sum(raised, 1, true));
    const context: Tensor2D = tf.squeeze(tf.matMul(tf.expandDims(weights, 1), values), [1]);
    return {
      context,
      weights,
      history: { position: tf.add(position, 1), previous: weights, coverage: tf.add(coverage, weights) },
    };
  },
});
