import { checkShapes, withoutGradient } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * One where a reader stops who starts at the first position that had any weight and stops at the first allowed one with an energy above
 * zero, which is p > 1/2; zero elsewhere. A row where there is no such position, or where nothing had weight, is all zeros. Has no
 * gradient.
 *
 * @param energies - [B, S]
 * @param allowed - [B, S], 1 or 0
 * @param previous - [B, S] where it stopped last
 * @returns [B, S]
 * @throws ShapeError if B or S differs
 * @see Raffel et al. 2017, section 2.2 and algorithm 1
 */
export const hardAlignment = (energies: Tensor2D, allowed: Tensor2D, previous: Tensor2D): Tensor2D => {
  checkShapes('hardAlignment', { energies: [energies, 'B S'], allowed: [allowed, 'B S'], previous: [previous, 'B S'] });
  return withoutGradient(() => {
    const isReached = tf.greater(tf.cumsum(previous, 1), 0);
    const stops = tf.mul<Tensor2D>(tf.cast(tf.logicalAnd(isReached, tf.greater(energies, 0)), 'float32'), allowed);
    return tf.mul<Tensor2D>(stops, tf.cast(tf.lessEqual(tf.cumsum(stops, 1), 1), 'float32'));
  });
};
