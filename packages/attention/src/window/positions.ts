import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * How many real positions each row of a mask has.
 *
 * @param mask - [B, S], 1 real, 0 padding
 * @returns [B, 1]
 */
export const lengthsOf = (mask: Tensor2D): Tensor2D => tf.sum(mask, 1, true);

/**
 * s − centre, for each source position s = 0 … S − 1.
 *
 * @param centre - [B, 1]
 * @returns [B, S]
 */
export const distancesFrom = (centre: Tensor2D, S: number): Tensor2D => tf.sub(tf.range(0, S, 1, 'float32'), centre);

/**
 * 1 where a position is real and at most `width` away, 0 elsewhere. No gradient: the edge is hard.
 *
 * @param distances - [B, S]
 * @returns [B, S]
 */
export const within = (width: number, distances: Tensor2D, mask: Tensor2D): Tensor2D =>
  tf.mul(mask, tf.cast(tf.lessEqual(tf.abs(distances), width), 'float32'));
