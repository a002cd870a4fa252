import { checkShapes, type FusedInputs, runFused } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** Below any score, yet finite in float32: the difference of two of them is 0, not NaN. */
const hidden = -3.4e38;

/** What tells one normalizer with a threshold from another. */
export type ThresholdRule = {
  /** A score that is this much below the largest of its row gets no weight, whatever the others are. */
  readonly reach: number;
  /**
   * Weights that sum to one in each row.
   *
   * @param scores - [B, S] in −reach … 0, the largest of each row 0
   * @param sorted - [B, S] the same, largest first
   */
  readonly weigh: (scores: Tensor2D, sorted: Tensor2D) => Tensor2D;
  /** [B, S] how fast a weight grows with its own score, were the threshold to stay: 0 where the weight is 0. */
  readonly slopes: (weights: Tensor2D) => Tensor2D;
};

/** Scores [B, S] and what is allowed [B, S] to weights [B, S], at every step alike. */
export type SparseNormalizer = (scores: Tensor2D, allowed: Tensor2D) => Tensor2D;

/**
 * A normalizer that gives weight only to scores above a threshold, which it finds by sorting, with its exact gradient.
 *
 * As the weights always sum to one, a change of scores moves the threshold by the mean change, weighted by slopes: the gradient is
 * slopes ⊙ (dy − Σ slopes dy / Σ slopes). A score without weight gets none of it, and neither does one that stands exactly on the
 * threshold, where the function has a kink.
 *
 * @param name - who complains of wrong shapes
 * @see Peters, Niculae, Martins 2019, section 3, where sparsemax is the case α = 2
 */
export const sparseNormalizer =
  (name: string, { reach, weigh, slopes }: ThresholdRule): SparseNormalizer =>
  (scores, allowed) => {
    checkShapes(name, { scores: [scores, 'B S'], allowed: [allowed, 'B S'] });
    const [weights] = runFused({
      inputs: { scores },
      constants: { allowed },
      forward: (inputs) => {
        const below = belowLargest(inputs, reach);
        const found = tf.mul(weigh(below, descending(below)), inputs['allowed'] as Tensor2D);
        return { outputs: [found], saved: [found] };
      },
      backward: ([gradient], _inputs, [found]) => [pullBack(slopes(found as Tensor2D), gradient as Tensor)],
    });
    return weights as Tensor2D;
  };

/** [B, S] each score less the largest allowed one, no further down than `reach`, which is where all hidden ones are put. */
const belowLargest = ({ scores, allowed }: FusedInputs, reach: number): Tensor2D => {
  const visible = tf.where(tf.cast(allowed as Tensor2D, 'bool'), scores as Tensor2D, hidden);
  return tf.clipByValue(tf.sub<Tensor2D>(visible, tf.max(visible, 1, true)), -reach, 0);
};

const descending = (scores: Tensor2D): Tensor2D => tf.topk(scores, scores.shape[1]).values;

/** The slopes of a row sum to one or more, or are all zero where nothing is allowed. */
const pullBack = (slopes: Tensor2D, gradient: Tensor): Tensor => {
  const total = tf.maximum(tf.sum(slopes, 1, true), 1);
  const shift = tf.div(tf.sum(tf.mul(slopes, gradient), 1, true), total);
  return tf.mul(slopes, tf.sub(gradient, shift));
};
