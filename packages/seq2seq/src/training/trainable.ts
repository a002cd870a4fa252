import { crossEntropy, type Seq2SeqModel, tokenBatch } from '@seq2seq/core';
import type { Vocabulary } from '@seq2seq/text';
import type { TrainableModel } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingConfig } from '../config/run-config.ts';
import type { PairBatch } from './pair-batches.ts';

export type TrainableOptions = Pick<TrainingConfig, 'labelSmoothing' | 'loss'> & {
  readonly source: Vocabulary;
  readonly target: Vocabulary;
};

/** A model as the trainer sees it: teacher forcing and cross-entropy over batches of pairs. */
export const trainableModel = (model: Seq2SeqModel, options: TrainableOptions): TrainableModel<PairBatch> => ({
  parameters: model.parameters,
  loss: (batch, mode) => {
    const { source, target } = options;
    const sources = tokenBatch(
      batch.map((pair) => pair.source),
      source.pad,
    );
    const wanted = tokenBatch(
      batch.map((pair) => pair.target),
      target.pad,
    );
    const given = tokenBatch(
      batch.map((pair) => [target.bos, ...pair.target.slice(0, -1)]),
      target.pad,
    );
    const { logits } = model.teacherForce(sources, given.ids, mode);
    const rows = wanted.ids.size;
    const sum = crossEntropy(
      tf.reshape(logits, [rows, model.targetVocabularySize]),
      tf.reshape(wanted.ids, [rows]),
      tf.reshape(wanted.mask, [rows]),
      // Smoothing is a way to teach; a loss that is measured is the plain one.
      { labelSmoothing: mode.training ? options.labelSmoothing : 0 },
    );
    const tokens = batch.reduce((count, pair) => count + pair.target.length, 0);
    return { sum, tokens, weight: options.loss === 'per-token' ? tokens : batch.length };
  },
});
