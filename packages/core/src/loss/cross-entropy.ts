import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';

export type CrossEntropyOptions = {
  /** ε in [0, 1): the share of the target distribution that is spread evenly over the vocabulary. */
  readonly labelSmoothing?: number;
};

/**
 * Sum over real tokens of −log P(target), in nats; padding counts nothing. With label smoothing the target distribution is
 * (1 − ε) at the target plus ε / V everywhere.
 *
 * Its gradient, softmax(logits) − target distribution, is written out, which saves the tape of a log-softmax.
 *
 * @param logits - [N, V] scores before the softmax; V is 2 or more
 * @param targets - [N] int32
 * @param mask - [N], 1 real, 0 padding
 * @see Szegedy et al. 2016, section 7, for label smoothing
 */
export const crossEntropy = (
  logits: Tensor2D,
  targets: Tensor1D,
  mask: Tensor1D,
  { labelSmoothing = 0 }: CrossEntropyOptions = {},
): Scalar => {
  const { V } = checkShapes('crossEntropy', { logits: [logits, 'N V'], targets: [targets, 'N'], mask: [mask, 'N'] });
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new ConfigError(
      `crossEntropy: labelSmoothing is ${labelSmoothing}; give a number from 0 up to, not including, 1.`,
      'labelSmoothing',
    );
  }
  const compute = tf.customGrad((...inputs) => {
    const [scores, save] = inputs as unknown as [Tensor2D, (saved: Tensor[]) => void];
    const wanted = tf.oneHot(targets, V, 1 - labelSmoothing + labelSmoothing / V, labelSmoothing / V);
    const shifted = tf.sub(scores, tf.max(scores, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum(exponentials, 1, true);
    const logProbs = tf.sub(shifted, tf.log(sums));
    const losses = tf.neg(tf.sum(tf.mul(wanted, logProbs), 1));
    const rowMask = tf.expandDims(mask, 1);
    const gradient = tf.mul(tf.sub(tf.div(exponentials, sums), wanted), rowMask);
    save([gradient]);
    return {
      value: tf.sum(tf.mul(losses, mask)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, saved[0] as Tensor),
    };
  });
  return compute(logits) as Scalar;
};
