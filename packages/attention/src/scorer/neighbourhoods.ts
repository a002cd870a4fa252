import { checkShapes } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * What stands around each position: a convolution over positions is then a product with the filters. It is the same few operations for
 * any width, all of which every backend can differentiate.
 *
 * @param row - [B, S]
 * @param width - how many places are read, half of them to the left; an odd number
 * @returns [B, S, width] for each position s those from s − ⌊width/2⌋ to s + ⌊width/2⌋, zero beyond the ends
 */
export const neighbourhoods = (row: Tensor2D, width: number): Tensor3D => {
  const { B, S } = checkShapes('neighbourhoods', { row: [row, 'B S'] });
  const reach = (width - 1) / 2;
  const length = S + 2 * reach;
  const padded = tf.pad(row, [
    [0, 0],
    [reach, reach],
  ]);
  // Copies of the row one after the other, cut again into pieces that are one longer than the row: each piece begins one place later.
  const copies = tf.add(tf.expandDims(padded, 1), tf.zeros([1, width + 1, length]));
  const flat = tf.reshape(copies, [B, (width + 1) * length]);
  const shifted: Tensor3D = tf.reshape(tf.slice(flat, [0, 0], [B, width * (length + 1)]), [B, width, length + 1]);
  return tf.transpose(tf.slice(shifted, [0, 0, 0], [B, width, S]), [0, 2, 1]);
};
