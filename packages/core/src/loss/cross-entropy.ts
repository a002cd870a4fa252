import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { hasKernel, numbered, runKernel } from '../fused/run-fused.ts';
import { asFloat } from '../tensor/as-float.ts';
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
  checkShapes('crossEntropy', { logits: [logits, 'N V'], targets: [targets, 'N'], mask: [mask, 'N'] });
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new ConfigError(
      `crossEntropy: labelSmoothing is ${labelSmoothing}; give a number from 0 up to, not including, 1.`,
      'labelSmoothing',
    );
  }
  const weights = asFloat(mask);
  const measure = hasKernel(lossKernel) ? measureFused : measureByOperations;
  const compute = tf.customGrad((...inputs) => {
    const [scores, save] = inputs as unknown as [Tensor2D, (saved: Tensor[]) => void];
    const { losses, kept, back } = measure({ logits: scores, targets, mask: weights }, labelSmoothing);
    // What was given may be gone when the tape is run back.
    save([scores, targets, weights, ...kept]);
    return {
      value: tf.sum(losses),
      gradFunc: (dy: Tensor, [savedScores, savedTargets, savedMask, ...savedKept]: Tensor[]) =>
        back(dy, { logits: savedScores, targets: savedTargets, mask: savedMask } as unknown as Rows, savedKept),
    };
  });
  return compute(asFloat(logits)) as Scalar;
};

type Rows = { readonly logits: Tensor2D; readonly targets: Tensor1D; readonly mask: Tensor1D };

/** losses [N], what the way back needs beside the rows, and the way back: from the gradient of the losses' sum to that of the logits. */
type Measured = {
  readonly losses: Tensor;
  readonly kept: readonly Tensor[];
  readonly back: (dy: Tensor, rows: Rows, kept: readonly Tensor[]) => Tensor;
};

/** Kernels that a backend may register: { logits, targets, mask } and the attribute labelSmoothing to [losses, kept]; and back. */
const lossKernel = 'Seq2SeqCrossEntropy';
const lossGradientKernel = 'Seq2SeqCrossEntropyGradient';

const measureFused = (rows: Rows, labelSmoothing: number): Measured => {
  const [losses, ...kept] = runKernel(lossKernel, rows, { labelSmoothing });
  return {
    losses: losses as Tensor,
    kept,
    back: (gradient0, savedRows, saved) => {
      const inputs = { ...savedRows, ...numbered('saved', saved), gradient0 };
      return runKernel(lossGradientKernel, inputs, { labelSmoothing })[0] as Tensor;
    },
  };
};

const measureByOperations = ({ logits, targets, mask }: Rows, labelSmoothing: number): Measured => {
  const vocabulary = logits.shape[1];
  const everywhere = labelSmoothing / vocabulary;
  const wanted = tf.oneHot(targets, vocabulary, 1 - labelSmoothing + everywhere, everywhere);
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const exponentials = tf.exp(shifted);
  const sums = tf.sum(exponentials, 1, true);
  const logProbs = tf.sub(shifted, tf.log(sums));
  const losses = tf.mul(tf.neg(tf.sum(tf.mul(wanted, logProbs), 1)), mask);
  const gradient = tf.mul(tf.sub(tf.div(exponentials, sums), wanted), tf.expandDims(mask, 1));
  return { losses, kept: [gradient], back: (dy, _rows, [saved]) => tf.mul(dy, saved as Tensor) };
};
