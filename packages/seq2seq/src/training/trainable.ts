import { ConfigError, coverageLoss, type Seq2SeqModel } from '@seq2seq/core';
import type { Vocabulary } from '@seq2seq/text';
import type { TrainableModel } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { PairBatch } from './pair-batches.ts';
import { sourceBatchOf } from './source-batch-of.ts';
import { taughtTokens, type TeachingOptions } from './taught-tokens.ts';

export type TrainableOptions = TeachingOptions & {
  /** λ of the coverage loss; 0, which is none, by default. */
  readonly coverageLoss?: number;
  /** What fills up sources; not asked for frames. */
  readonly source: Pick<Vocabulary, 'pad'>;
};

/**
 * A model as the trainer sees it: teacher forcing and cross-entropy over batches of pairs.
 *
 * @throws ConfigError if there is a coverage loss, but nothing that attends; or label smoothing, but a model that copies
 */
export const trainableModel = (model: Seq2SeqModel, options: TrainableOptions): TrainableModel<PairBatch> => {
  const { source, coverageLoss: lambda = 0 } = options;
  if (lambda > 0 && !model.attends) {
    throw new ConfigError(
      `training.coverageLoss: it is ${lambda}, but the model does not attend, so nothing can be covered twice; leave it out, or set ` +
        'decoder.context to attention.',
      'training.coverageLoss',
    );
  }
  if (options.labelSmoothing > 0 && model.copies) {
    throw new ConfigError(
      `training.labelSmoothing: it is ${options.labelSmoothing}, but the model copies, and smoothing would teach to copy what a source ` +
        'does not have; leave it out.',
      'training.labelSmoothing',
    );
  }
  return {
    parameters: model.parameters,
    loss: (batch, mode) => {
      const sources = sourceBatchOf(batch, { pad: source.pad, vocabularySize: model.targetVocabularySize });
      const targets = batch.map((pair) => pair.target);
      const taught = taughtTokens(targets, options);
      const { logits, alignments } = model.teacherForce(sources, taught.given, mode);
      const loss = taught.lossOf(logits, mode);
      // Coverage, like smoothing, is a way to teach.
      if (lambda === 0 || !mode.training || !alignments) return loss;
      return { ...loss, sum: tf.add(loss.sum, tf.mul(lambda, coverageLoss(alignments, taught.wanted.mask))) };
    },
  };
};
