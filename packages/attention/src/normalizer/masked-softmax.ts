import { checkShapes } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineNormalizer, type NormalizerKind } from './normalizer.ts';

/** Far below any score, yet finite in float32: a row without anything allowed must give zeros, not NaN. */
const hidden = -1e38;

/**
 * exp(score) over the sum of exp over all allowed positions: weights are positive and sum to one; exactly zero elsewhere, so what
 * stands at padding cannot matter. A row with nothing allowed gets zeros.
 */
export const maskedSoftmax = (scores: Tensor2D, allowed: Tensor2D): Tensor2D => {
  checkShapes('maskedSoftmax', { scores: [scores, 'B S'], allowed: [allowed, 'B S'] });
  // Multiplying first takes the value at a hidden place out, adding then puts it below all others.
  const visible: Tensor2D = tf.add(tf.mul(scores, allowed), tf.mul(tf.sub(1, allowed), hidden));
  return tf.mul(tf.softmax(visible), allowed);
};

/** maskedSoftmax as a kind, for catalogs. It has no options and no weights. */
export const softmaxNormalizer: NormalizerKind<Record<never, never>> = defineNormalizer(() => maskedSoftmax, {
  name: 'softmax',
  formula: 'exp(e) / Σ exp(e)',
  options: {},
});
