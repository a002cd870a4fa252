// One arm ready to train: always the same batch, so that every step is the same work.
import { createRandom, fromSeed } from '@seq2seq/core';
import { createVocabulary, specialTokens } from '@seq2seq/text';
import { adam, constant, createTrainer } from '@seq2seq/train';
import { buildModel, trainableModel } from 'seq2seq';
import { type BenchmarkCase, randomIds } from '../cases.ts';
import { type Arm, kinds } from './arms.ts';

export type TrainingArm = {
  readonly name: string;
  /** One training step: forward, back, clipping, Adam. */
  step(): Promise<void>;
  dispose(): void;
};

export const trainingArm = ({ name, config }: Arm, shapes: BenchmarkCase): TrainingArm => {
  const random = createRandom(2);
  const sources = randomIds(shapes.batch, shapes.sourceLength, shapes.sourceVocabulary, random);
  const targets = randomIds(shapes.batch, shapes.targetLength, shapes.targetVocabulary, random);
  const batch = sources.map((source, i) => ({ source, target: targets[i] as number[] }));
  const vocabulary = createVocabulary(specialTokens);
  const model = buildModel(config, { ...kinds, parameters: fromSeed(1) });
  const optimizer = adam(model.parameters);
  const trainer = createTrainer({
    model: trainableModel(model, { source: vocabulary, target: vocabulary, labelSmoothing: 0, loss: 'per-token' }),
    optimizer,
    learningRate: constant(1e-3),
    random,
    maxGradientNorm: 5,
  });
  return {
    name,
    step: async () => {
      await trainer.fit(() => [batch], { maxSteps: trainer.progress.step + 1 });
    },
    dispose: () => {
      optimizer.dispose();
      model.dispose();
    },
  };
};
