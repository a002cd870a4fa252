// The hidden layer of additive scorers: what they compute from each position, and what they make of it together with the query.
import { additiveScore } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * The same product for each position.
 *
 * @param positions - [B, S, N]
 * @param kernel - [N, A]
 * @returns [B, S, A]
 */
export const projectPositions = (positions: Tensor3D, kernel: Tensor2D): Tensor3D => {
  const [B, S, N] = positions.shape;
  return tf.reshape(tf.matMul(tf.reshape(positions, [B * S, N]), kernel), [B, S, kernel.shape[1]]);
};

/**
 * v · tanh(query + key) for each position, as one operation where the backend has it.
 *
 * @param query - [B, A] projected
 * @param keys - [B, S, A] projected, with whatever else is added before the tanh
 * @param v - [A]
 * @returns [B, S]
 */
export const scoreHidden = (query: Tensor2D, keys: Tensor3D, v: Tensor1D): Tensor2D => {
  const fused = additiveScore(query, keys, v);
  if (fused) return fused;
  const [B, S] = keys.shape;
  const hidden: Tensor3D = tf.tanh(tf.add(keys, tf.expandDims(query, 1)));
  return tf.reshape(projectPositions(hidden, tf.expandDims(v, 1)), [B, S]);
};
