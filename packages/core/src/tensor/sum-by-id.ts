import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { hasKernel } from '../fused/run-fused.ts';
import { checkShapes } from './check-shapes.ts';

/** As a product with a matrix of zeros and ones, or by adding up rows. */
type Way = 'product' | 'rows';

/** Up to so many numbers, 1 MB, the matrix is faster. */
const largestMatrix = 2 ** 18;

/**
 * Values at positions that have ids, added up by id: 0.2 and 0.3 at two places of one token are 0.5 at that token. Not differentiable by
 * itself; `valuesById` is its gradient.
 *
 * @param values - [B, T, S]
 * @param ids - [B, S] int32, the same for all T
 * @param size - 2 or more
 * @param way - by default the faster one of those that the backend has
 * @returns [B, T, size]
 */
export const sumById = (
  values: Tensor3D,
  ids: Tensor2D,
  size: number,
  way: Way = fasterWay(ids.size * size),
): Tensor3D => {
  const { B, S, T } = checkShapes('sumById', { ids: [ids, 'B S'], values: [values, 'B T S'] });
  if (way === 'product') return tf.matMul(values, tf.oneHot(ids, size));
  const rows: Tensor2D = tf.reshape(tf.transpose(values, [0, 2, 1]), [B * S, T]);
  const sums = tf.unsortedSegmentSum(rows, rowIds(ids, size), B * size);
  return tf.transpose(tf.reshape<tf.Rank.R3>(sums, [B, size, T]), [0, 2, 1]);
};

/** Stock WASM cannot add up rows, and backend-cpu reads all of them for each sum. */
const fasterWay = (matrixSize: number): Way =>
  matrixSize > largestMatrix && hasKernel(tf.UnsortedSegmentSum) && tf.getBackend() !== 'cpu' ? 'rows' : 'product';

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

/**
 * Which positions of a row have one id: same [B, S, S], 1 where they do; first [B, 1, S], 1 where an id stands for the first time.
 *
 * @param ids - [B, S] int32
 */
export const sameIds = (ids: Tensor2D): { readonly same: Tensor3D; readonly first: Tensor3D } => {
  const { S } = checkShapes('sameIds', { ids: [ids, 'B S'] });
  // Numbers are compared much faster than integers.
  const numbers = tf.cast(ids, 'float32');
  const same: Tensor3D = tf.cast(tf.equal(tf.expandDims(numbers, 2), tf.expandDims(numbers, 1)), 'float32');
  const isEarlier = tf.tensor2d(
    Float32Array.from({ length: S * S }, (_, i) => (Math.floor(i / S) < i % S ? 1 : 0)),
    [S, S],
  );
  const earlier = tf.sum(tf.mul(same, isEarlier), 1, true);
  return { same, first: tf.cast(tf.less(earlier, 1), 'float32') };
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
