// Teacher forcing: what a model is given at each step, and what it should have said.
import { crossEntropy, type Mode, tokenBatch, type TokenBatch } from '@seq2seq/core';
import type { Vocabulary } from '@seq2seq/text';
import type { BatchLoss } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingConfig } from '../config/run-config.ts';

/** How mistakes count, and the special tokens of what is written. */
export type TeachingOptions = Pick<TrainingConfig, 'labelSmoothing' | 'loss'> & {
  readonly target: Pick<Vocabulary, 'pad' | 'bos'>;
};

export type TaughtTokens = {
  /** [B, T] the targets behind a beginning of sentence, without their last token. */
  readonly given: TokenBatch['ids'];
  /** [B, T] the targets. */
  readonly wanted: TokenBatch;
  /** @param logits - [B, T, V] what a model says after each of `given` */
  lossOf(logits: tf.Tensor3D, mode: Mode): BatchLoss;
};

/** Targets side by side, each with its end of sentence. */
export const taughtTokens = (
  targets: readonly (readonly number[])[],
  { labelSmoothing, loss, target }: TeachingOptions,
): TaughtTokens => {
  const wanted = tokenBatch(targets, target.pad);
  const given = tokenBatch(
    targets.map((tokens) => [target.bos, ...tokens.slice(0, -1)]),
    target.pad,
  ).ids;
  const tokens = targets.reduce((count, { length }) => count + length, 0);
  const rows = wanted.ids.size;
  return {
    given,
    wanted,
    lossOf: (logits, mode) => ({
      sum: crossEntropy(
        tf.reshape(logits, [rows, logits.shape[2]]),
        tf.reshape(wanted.ids, [rows]),
        tf.reshape(wanted.mask, [rows]),
        // Smoothing is a way to teach; a loss that is measured is the plain one.
        { labelSmoothing: mode.training ? labelSmoothing : 0 },
      ),
      tokens,
      weight: loss === 'per-token' ? tokens : targets.length,
    }),
  };
};
