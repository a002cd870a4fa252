/** A family of models, and what it takes to train one or to try its laws. */
import { createRandom, uniform } from '@seq2seq/core';
import type { RunConfigInput } from '../config/run-config.ts';
import { planTextModel } from '../text/plan-text-model.ts';
import { createTextModel, type TextModel } from '../text/text-model.ts';
import { tinyPairs, type TinyTask } from './tiny-tasks.ts';

/** A model as a config describes it. */
export type ModelInput = RunConfigInput['model'];

/** One row of the table. */
export type Family = {
  readonly name: string;
  /** What it learns in so many steps: 95 % of held-out pairs are then right to the letter. */
  readonly task: TinyTask;
  readonly steps: number;
  /** At first; it falls in the second half of the steps. */
  readonly learningRate?: number;
  /** How many different pairs there are of it, the 100 held out included; 1600 where nothing is said. */
  readonly pairs?: number;
  /** H, also the width of memory and embeddings. */
  readonly model: (units: number) => ModelInput;
  readonly training?: NonNullable<RunConfigInput['training']>;
  readonly isReversed?: boolean;
};

/** The config of a family, to be trained or not. */
export const familyConfig = (family: Family, units: number): RunConfigInput => {
  const side = { minimumCount: 2 };
  return {
    model: family.model(units),
    text: { source: { ...side, reverse: family.isReversed ?? false }, target: side, maxLength: 12 },
    training: { batchSize: 32, learningRate: family.learningRate ?? 0.02, maxGradientNorm: 1, ...family.training },
  };
};

/** A small model of a family with random weights, large enough to prefer some tokens clearly; biases too, but what is read counts more. */
export const decisiveFamilyModel = (family: Family): TextModel => {
  const random = createRandom(1);
  return createTextModel({
    ...planTextModel(tinyPairs(family.task, 100), familyConfig(family, 6)),
    parameters: (path, shape) => uniform(shape.length > 1 ? 1 : 0.3)(shape, random.fork(path)),
  });
};
