import { checkShapes } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * One query against all positions of its own row's memory.
 *
 * @param query - [B, D]
 * @param values - [B, S, D]
 * @returns [B, S] inner products
 */
export const batchedDot = (query: Tensor2D, values: Tensor3D): Tensor2D => {
  checkShapes('batchedDot', { query: [query, 'B D'], values: [values, 'B S D'] });
  return tf.squeeze(tf.matMul(values, tf.expandDims(query, 2)), [2]);
};
