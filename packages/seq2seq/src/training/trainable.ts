import { ConfigError, coverageLoss, crossEntropy, type Seq2SeqModel, tokenBatch } from '@seq2seq/core';
import type { Vocabulary } from '@seq2seq/text';
import type { TrainableModel } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingConfig } from '../config/run-config.ts';
import type { PairBatch } from './pair-batches.ts';
import { sourceBatchOf } from './source-batch-of.ts';

export type TrainableOptions = Pick<TrainingConfig, 'labelSmoothing' | 'loss'> & {
  /** λ of the coverage loss; 0, which is none, by default. */
  readonly coverageLoss?: number;
  /** What fills up sources; not asked for frames. */
  readonly source: Pick<Vocabulary, 'pad'>;
  readonly target: Pick<Vocabulary, 'pad' | 'bos'>;
};

/**
 * A model as the trainer sees it: teacher forcing and cross-entropy over batches of pairs.
 *
 * @throws ConfigError if there is a coverage loss, but nothing that attends
 */
export const trainableModel = (model: Seq2SeqModel, options: TrainableOptions): TrainableModel<PairBatch> => {
  const { source, target, coverageLoss: lambda = 0 } = options;
  if (lambda > 0 && !model.attends) {
    throw new ConfigError(
      `training.coverageLoss: it is ${lambda}, but the model does not attend, so nothing can be covered twice; leave it out, or set ` +
        'decoder.context to attention.',
      'training.coverageLoss',
    );
  }
  return {
    parameters: model.parameters,
    loss: (batch, mode) => {
      const sources = sourceBatchOf(batch, { pad: source.pad, vocabularySize: model.targetVocabularySize });
      const wanted = tokenBatch(
        batch.map((pair) => pair.target),
        target.pad,
      );
      const given = tokenBatch(
        batch.map((pair) => [target.bos, ...pair.target.slice(0, -1)]),
        target.pad,
      );
      const { logits, alignments } = model.teacherForce(sources, given.ids, mode);
      const rows = wanted.ids.size;
      const sum = crossEntropy(
        tf.reshape(logits, [rows, logits.shape[2]]),
        tf.reshape(wanted.ids, [rows]),
        tf.reshape(wanted.mask, [rows]),
        // Smoothing is a way to teach; a loss that is measured is the plain one.
        { labelSmoothing: mode.training ? options.labelSmoothing : 0 },
      );
      // Coverage, like smoothing, is a way to teach.
      const isCovered = lambda > 0 && mode.training && alignments !== undefined;
      const taught: tf.Scalar = isCovered ? tf.add(sum, tf.mul(lambda, coverageLoss(alignments, wanted.mask))) : sum;
      const tokens = batch.reduce((count, pair) => count + pair.target.length, 0);
      return { sum: taught, tokens, weight: options.loss === 'per-token' ? tokens : batch.length };
    },
  };
};
