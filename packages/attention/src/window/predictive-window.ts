import { checkShapes, glorotUniform, withoutGradient } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { distancesFrom, lengthsOf, within } from './positions.ts';
import { defineWindow, type WindowKind } from './window.ts';

export type PredictiveWindowOptions = {
  /** How far from the predicted centre can still be seen, on either side; twice the deviation of the Gaussian. */
  readonly width: number;
  /** A: the width of the hidden layer that predicts. */
  readonly units: number;
};

/**
 * Local-p: the query predicts where to look, p = length · σ(v · tanh(q W)); what is within |s − p| ≤ width can be seen, and weights
 * fade by exp(−(s − p)² / (2 (width / 2)²)), through which p learns. No gradient passes the hard edge.
 *
 * Weights: `kernel` W [Q, A], `v` [A]. A width below 1/2 can fall between two positions; the weights are then all zero.
 *
 * @throws ConfigError if `width` is not above 0 or `units` not a whole number above 0
 * @see Luong, Pham, Manning 2015, section 3.2, equations 9 and 10
 */
export const predictiveWindow: WindowKind<PredictiveWindowOptions> = defineWindow(
  ({ querySize }, { width, units }, parameters) => {
    const kernel = parameters.create('kernel', [querySize, units], glorotUniform);
    const v = parameters.create('v', [units], glorotUniform);

    return {
      reveal: (query, mask) => {
        const { S } = checkShapes('predictiveWindow.reveal', { query: [query, `B ${querySize}`], mask: [mask, 'B S'] });
        const logit = tf.matMul(tf.tanh(tf.matMul(query, kernel)), tf.expandDims<Tensor2D>(v, 1));
        const distances = distancesFrom(tf.mul(lengthsOf(mask), tf.sigmoid(logit)), S);
        return {
          allowed: withoutGradient(() => within(width, distances, mask)),
          emphasis: tf.exp(tf.mul(tf.square(distances), -2 / width ** 2)),
        };
      },
    };
  },
  {
    name: 'local-p',
    formula: 'p = length · σ(v · tanh(q W)); |s − p| ≤ width, times exp(−(s − p)² / (2 (width / 2)²))',
    source: 'Luong, Pham, Manning 2015, equations 9 and 10',
    options: {
      width: { type: 'amount', about: 'how far from the centre can still be seen, on either side' },
      units: { type: 'count', about: 'A, the width of the hidden layer that predicts' },
    },
  },
);
