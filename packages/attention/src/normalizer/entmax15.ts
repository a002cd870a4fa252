import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineNormalizer, type NormalizerKind } from './normalizer.ts';
import { type SparseNormalizer, sparseNormalizer } from './sparse-normalizer.ts';

/**
 * Entmax with α = 1.5, halfway between softmax and sparsemax: max(score / 2 − τ, 0)² with τ such that the weights sum to one. Weights
 * fall to exactly zero, but smoothly, which trains more easily. They are zero at padding, and all zero in a row with nothing allowed.
 *
 * @throws ShapeError if B or S differs between scores and allowed
 * @see Peters, Niculae, Martins 2019, section 3 and algorithm 2
 */
export const entmax15: SparseNormalizer = sparseNormalizer('entmax15', {
  reach: 2,
  weigh: (scores, sorted) => tf.square(tf.relu(tf.sub(tf.div(scores, 2), threshold(tf.div(sorted, 2))))),
  slopes: (weights) => tf.sqrt(weights),
});

/** entmax15 as a kind, for catalogs. It has no options and no weights. */
export const entmax15Normalizer: NormalizerKind<Record<never, never>> = defineNormalizer(() => entmax15, {
  name: 'entmax-1.5',
  formula: 'max(e / 2 − τ, 0)², with τ such that weights sum to one',
  source: 'Peters, Niculae, Martins 2019, algorithm 2',
  options: {},
});

/** [B, 1] τ of halved scores in −1 … 0, largest first. */
const threshold = (sorted: Tensor2D): Tensor2D => {
  const rank = tf.range(1, sorted.shape[1] + 1);
  const mean = tf.div(tf.cumsum(sorted, 1), rank);
  const spread = tf.sub(tf.cumsum(tf.square(sorted), 1), tf.mul(rank, tf.square(mean)));
  // A score of −1 never has weight; without the second condition, many of them would blur the sums of the few that have.
  const supports = tf.mul(tf.step(tf.sub(sorted, below(mean, spread, rank))), tf.step(tf.add(sorted, 1)));
  // The same once more over the support alone: sums of squares from the mean keep the digits that differences of sums lose.
  const support = tf.sum(supports, 1, true);
  const centre = tf.div(tf.sum(tf.mul(supports, sorted), 1, true), support);
  const scatter = tf.sum(tf.mul(supports, tf.square(tf.sub(sorted, centre))), 1, true);
  return below(centre, scatter, support);
};

/** How far τ is below the mean of its support, given their squared distances from it: they and τ leave squares that sum to one. */
const below = (mean: tf.Tensor, scatter: tf.Tensor, size: tf.Tensor): Tensor2D =>
  tf.sub(mean, tf.sqrt(tf.relu(tf.div(tf.sub(1, scatter), size))));
