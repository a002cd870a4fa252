import { createRandom } from '@seq2seq/core';
import { encodeExtended } from '@seq2seq/text';
import {
  type BatchSource,
  createTrainer,
  evaluateLoss,
  type LearningRateSchedule,
  type Trainer,
  type TrainerCallback,
  type TrainingLimits,
  type TrainingProgress,
} from '@seq2seq/train';
import { createOptimizer } from '../config/optimizer-config.ts';
import { createSchedule } from '../config/schedule-config.ts';
import { encodeSource } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { type EncodedPair, type PairBatch, pairBatches } from './pair-batches.ts';
import { trainableModel } from './trainable.ts';

/** A source text, cut into tokens, with one right answer. With models that read factors, source tokens carry theirs. */
export type TokenPair = { readonly source: readonly string[]; readonly target: readonly string[] };

export type TextTrainerOptions = {
  readonly pairs: readonly TokenPair[];
  /** By default the config's learning rate and schedule. */
  readonly learningRate?: LearningRateSchedule;
  readonly callbacks?: readonly TrainerCallback[];
};

/** Teaches a text model. */
export interface TextTrainer {
  /** The loop underneath: its progress, snapshots and restores. */
  readonly trainer: Trainer<PairBatch>;
  /** The batches of an epoch as `fit` takes them, to look at or to give to the loop underneath. */
  readonly batches: BatchSource<PairBatch>;
  fit(limits: TrainingLimits): Promise<TrainingProgress>;
  /** Mean loss on other pairs, in nats per target token. */
  evaluate(pairs: readonly TokenPair[]): Promise<number>;
  /** Gives the optimizer's memory back; the model stays. */
  dispose(): void;
}

/** A trainer for a text model by its own config: its optimizer, clipping, buckets of like length, reshuffled in each epoch. */
export const createTextTrainer = (textModel: TextModel, options: TextTrainerOptions): TextTrainer => {
  const { training } = textModel.config;
  const random = createRandom(training.seed);
  const model = trainableModel(textModel.model, {
    ...training,
    source: textModel.source.vocabulary,
    target: textModel.target.vocabulary,
  });
  const stepsPerEpoch = Math.ceil(options.pairs.length / training.batchSize);
  const optimizer = createOptimizer(training.optimizer, textModel.model.parameters);
  const trainer = createTrainer({
    model,
    optimizer,
    learningRate: options.learningRate ?? createSchedule(training.schedule, training.learningRate, stepsPerEpoch),
    random: random.fork('training'),
    maxGradientNorm: training.maxGradientNorm,
    callbacks: options.callbacks ?? [],
  });
  const batches = pairBatches(encodePairs(textModel, options.pairs), training.batchSize, random.fork('batches'));
  return {
    trainer,
    batches,
    fit: (limits) => trainer.fit(batches, limits),
    evaluate: async (pairs) =>
      evaluateLoss(model, pairBatches(encodePairs(textModel, pairs), training.batchSize, random.fork('evaluation'))(0)),
    dispose: () => optimizer.dispose(),
  };
};

const encodePairs = ({ source, target }: TextModel, pairs: readonly TokenPair[]): EncodedPair[] =>
  pairs.map((pair, index) => {
    const {
      ids,
      factors,
      copyIds,
      copied = [],
    } = encodeSource(pair.source, source, { where: 'pairs', line: index + 1 });
    return {
      source: ids,
      target: [...encodeExtended(pair.target, target.vocabulary, copied), target.vocabulary.eos],
      ...(factors && { factors }),
      ...(copyIds && { copyIds }),
    };
  });
