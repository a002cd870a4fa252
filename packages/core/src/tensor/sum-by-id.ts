import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { hasKernel } from '../fused/run-fused.ts';
import { checkShapes } from './check-shapes.ts';

/**
 * Values at positions that have ids, added up by id: 0.2 and 0.3 at two places of one token are 0.5 at that token. Not differentiable by
 * itself; `valuesById` is its gradient.
 *
 * @param values - [B, T, S]
 * @param ids - [B, S] int32, the same for all T
 * @param size - 2 or more
 * @param largestProduct - up to so many numbers, 4 MB by default, a matrix of zeros and ones is multiplied; above, rows are added up,
 * where the backend can
 * @returns [B, T, size]
 */
export const sumById = (values: Tensor3D, ids: Tensor2D, size: number, largestProduct: number = 2 ** 20): Tensor3D => {
  const { B, S, T } = checkShapes('sumById', { ids: [ids, 'B S'], values: [values, 'B T S'] });
  const isLarge = B * S * size > largestProduct;
  // Stock WASM has no such kernel, and backend-cpu's reads all rows for each of the sums.
  if (!isLarge || !hasKernel(tf.UnsortedSegmentSum)) return tf.matMul(values, tf.oneHot(ids, size));
  const rows: Tensor2D = tf.reshape(tf.transpose(values, [0, 2, 1]), [B * S, T]);
  const sums = tf.unsortedSegmentSum(rows, rowIds(ids, size), B * size);
  return tf.transpose(tf.reshape<tf.Rank.R3>(sums, [B, size, T]), [0, 2, 1]);
};

/**
 * For each position what stands at its id.
 *
 * tfjs-backend-wasm 4.22 reads the wrong places where `gather` has a batch axis, so the batch is made part of the ids.
 *
 * @param sums - [B, T, size]
 * @param ids - [B, S] int32
 * @returns [B, T, S]
 */
export const valuesById = (sums: Tensor3D, ids: Tensor2D): Tensor3D => {
  const { B, S, T, size } = checkShapes('valuesById', { ids: [ids, 'B S'], sums: [sums, 'B T size'] });
  const rows: Tensor2D = tf.reshape(tf.transpose(sums, [0, 2, 1]), [B * size, T]);
  const found = tf.gather(rows, rowIds(ids, size));
  return tf.transpose(tf.reshape<tf.Rank.R3>(found, [B, S, T]), [0, 2, 1]);
};

/** [B · S] for each position the row of its id among [B · size] rows. */
const rowIds = (ids: Tensor2D, size: number): Tensor1D => {
  const [B] = ids.shape;
  const firstRows = tf.tensor2d(
    Int32Array.from({ length: B }, (_, b) => b * size),
    [B, 1],
    'int32',
  );
  return tf.reshape(tf.add(ids, firstRows), [-1]);
};
