import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { asFloat } from '../tensor/as-float.ts';
import { checkShapes } from '../tensor/check-shapes.ts';

/**
 * What attention spends on positions that were read before: Σ_t Σ_s min(weight_ts, coverage_ts), summed over real target tokens, where
 * coverage_t is the sum of the weights of the steps before t, without t itself. Added to the cross-entropy, it keeps a decoder from
 * repeating itself.
 *
 * @param alignments - [B, T, S]
 * @param targetMask - [B, T], 1 real, 0 padding
 * @see See, Liu, Manning 2017, equations 10, 12 and 13
 */
export const coverageLoss = (alignments: Tensor3D, targetMask: Tensor2D): Scalar => {
  checkShapes('coverageLoss', { alignments: [alignments, 'B T S'], targetMask: [targetMask, 'B T'] });
  // The gradient of tfjs-core 4.22 is wrong for sums along any axis but the last.
  const weights = tf.transpose(alignments, [0, 2, 1]);
  const coverage = tf.cumsum(weights, 2, true);
  const perStep = tf.sum<Tensor2D>(tf.minimum(weights, coverage), 1);
  return tf.sum(tf.mul(perStep, asFloat(targetMask)));
};
