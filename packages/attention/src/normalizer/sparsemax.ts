import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineNormalizer, type NormalizerKind } from './normalizer.ts';
import { type SparseNormalizer, sparseNormalizer } from './sparse-normalizer.ts';

/**
 * The weights nearest to the scores, max(score − τ, 0) with τ such that they sum to one: like softmax where scores are close, but
 * exactly zero where they are not, so that an alignment can be read off. Weights are zero at padding, and all zero in a row with nothing
 * allowed.
 *
 * @throws ShapeError if B or S differs between scores and allowed
 * @see Martins, Astudillo 2016, algorithm 1 and section 2.5
 */
export const sparsemax: SparseNormalizer = sparseNormalizer('sparsemax', {
  reach: 1,
  weigh: (scores, sorted) => tf.relu(tf.sub(scores, threshold(sorted))),
  slopes: (weights) => tf.step(weights),
});

/** sparsemax as a kind, for catalogs. It has no options and no weights. */
export const sparsemaxNormalizer: NormalizerKind<Record<never, never>> = defineNormalizer(() => sparsemax, {
  name: 'sparsemax',
  formula: 'max(e − τ, 0), with τ such that weights sum to one',
  source: 'Martins, Astudillo 2016, algorithm 1',
  options: {},
});

/** [B, 1] τ: the sum of the k largest less one, over k; k is the last rank at which 1 + k · score still exceeds the sum so far. */
const threshold = (sorted: Tensor2D): Tensor2D => {
  const rank = tf.range(1, sorted.shape[1] + 1);
  const excess = tf.add(tf.sub(tf.mul(rank, sorted), tf.cumsum(sorted, 1)), 1);
  const supports = tf.step(excess);
  const support = tf.sum(supports, 1, true);
  return tf.div(tf.sub(tf.sum(tf.mul(supports, sorted), 1, true), 1), support);
};
