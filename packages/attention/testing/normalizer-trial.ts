// What a normalizer is tried on: scores, what is allowed and a history, random but seeded, with the batch on axis 0 of all of it.
import { type Mode, type Random, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionHistory, Normalizer } from '../src/index.ts';
import { signedNumbers, trialInputs } from './trial-inputs.ts';

/** scores and allowed are [B, S]. */
export type NormalizerTrial = {
  readonly scores: Tensor2D;
  readonly allowed: Tensor2D;
  readonly history: AttentionHistory;
};

/**
 * Five rows, the last of which is at its first step; in the first row, a position in the middle is hidden, as by a window, and padding
 * is hidden in all but that row.
 *
 * @param scale - about how large scores are
 */
export const normalizerTrial = (random: Random, scale = 1.5): NormalizerTrial =>
  tidyTree(() => {
    const { mask, history } = trialInputs({ querySize: 1, memorySize: 1 }, [5, 3, 1, 2, 4], random);
    const [B, S] = mask.shape;
    const scores = tf.mul<Tensor2D>(tf.tensor2d(signedNumbers([B, S], random.fork('scores')), [B, S]), scale);
    const hole = tf.tensor2d(
      Float32Array.from({ length: B * S }, (_, i) => (i === 2 ? 1 : 0)),
      [B, S],
    );
    const begun = tf.tensor2d([[1], [1], [1], [1], [0]]);
    const { position, previous, coverage } = history;
    return {
      scores,
      allowed: tf.sub(mask, hole),
      history: {
        position: tf.mul(position, begun),
        previous: tf.mul(previous, begun),
        coverage: tf.mul(coverage, begun),
        notes: {},
      },
    };
  });

/** [B, S] what a normalizer makes of it. */
export const weightsIn = (normalize: Normalizer, { scores, allowed, history }: NormalizerTrial, mode: Mode): Tensor2D =>
  normalize(scores, allowed, { history, mode });

/** [B, S, modes] the same in several modes. */
export const weightsInEach = (
  normalize: Normalizer,
  trial: NormalizerTrial,
  modes: readonly (() => Mode)[],
): Tensor3D =>
  tf.stack(
    modes.map((mode) => weightsIn(normalize, trial, mode())),
    2,
  ) as Tensor3D;

/** The same with `columns` positions more, which are not allowed and whose scores are high. */
export const withHidden = ({ scores, allowed, history }: NormalizerTrial, columns: number): NormalizerTrial => {
  const pad = (x: Tensor2D, value = 0): Tensor2D =>
    tf.concat([x, tf.add<Tensor2D>(tf.zeros([x.shape[0], columns]), value)], 1);
  return {
    scores: pad(scores, 3),
    allowed: pad(allowed),
    history: { ...history, previous: pad(history.previous), coverage: pad(history.coverage) },
  };
};

/** The same with other scores where nothing is allowed. */
export const withOtherHidden = (trial: NormalizerTrial): NormalizerTrial => ({
  ...trial,
  scores: tf.add(tf.mul(trial.scores, trial.allowed), tf.mul(tf.sub(1, trial.allowed), 1e4)),
});

/** The same with nothing allowed in the first and the last row. */
export const withEmptyRows = (trial: NormalizerTrial): NormalizerTrial => ({
  ...trial,
  allowed: tf.mul(trial.allowed, tf.tensor2d([[0], [1], [1], [1], [0]])),
});

/** The same cut to the first position, which is allowed in every row. */
export const cutToOne = ({ scores, allowed, history }: NormalizerTrial): NormalizerTrial => {
  const first = <T extends Tensor>(x: T): T => tf.slice(x, 0, [-1, 1]);
  return {
    scores: first(scores),
    allowed: first(allowed),
    history: { ...history, previous: first(history.previous), coverage: first(history.coverage) },
  };
};
