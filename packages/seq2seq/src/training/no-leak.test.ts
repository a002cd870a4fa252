// Training on the SIMD backend leaves nothing behind: no tensor, no byte of the heap. A few seconds of it here; `npm run soak` takes 10,000 steps.
import { createRandom, type Random } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import {
  cells,
  directions,
  families,
  lettersOf,
  normalizers,
  scorers,
  smallConfig,
  windows,
} from '../__fixtures__/small-models.ts';
import { memoryInUse } from '../backend/__fixtures__/backends-agree.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { OptimizerConfigInput } from '../config/optimizer-config.ts';
import { resolveRunConfig, type RunConfigInput } from '../config/run-config.ts';
import { createTextModel } from '../text/text-model.ts';
import { createTextTrainer, type TokenPair } from './text-trainer.ts';

const steps = Number(process.env['SOAK_STEPS'] ?? 96);
const stepsOfOneModel = 12;
const optimizers = ['adam', 'adamw', 'sgd', { type: 'sgd', momentum: 0.5 }] as const satisfies OptimizerConfigInput[];

beforeAll(() => useBackend('simd'));

const oneOf = <Thing>(things: readonly Thing[], random: Random): Thing =>
  things[Math.floor(random.next() * things.length)] as Thing;
const from1To = (most: number, random: Random): number => 1 + Math.floor(random.next() * most);

/** Any family with any parts, of any size: some that kernels take as one, some that they do not. */
const anyConfig = (random: Random): RunConfigInput => {
  const family = oneOf(families, random);
  const parts = {
    cell: oneOf(cells, random),
    layers: from1To(2, random),
    direction: oneOf(directions, random),
    scorer: oneOf(Object.keys(scorers) as (keyof typeof scorers)[], random),
    window: oneOf(Object.keys(windows) as (keyof typeof windows)[], random),
    dropout: oneOf([0, 0.3], random),
    normalizer: oneOf(normalizers, random),
  };
  const config = smallConfig({ family, ...parts });
  const units = 2 * from1To(6, random);
  return {
    ...config,
    model: {
      ...config.model,
      source: { embedding: from1To(9, random) },
      target: { embedding: from1To(9, random) },
      // The memory is as wide as the decoder, so that every scorer fits.
      encoder: { ...config.model.encoder, units: parts.direction === 'bidirectional' ? units / 2 : units },
      decoder: { ...config.model.decoder, units },
    },
    training: { batchSize: from1To(7, random), optimizer: oneOf(optimizers, random) },
  };
};

/** Texts of any length that the location scorer has room for; enough for some batches. */
const anyPairs = (random: Random): TokenPair[] => {
  const text = (letters: string): string[] =>
    Array.from({ length: from1To(8, random) }, () => oneOf([...letters], random));
  return Array.from({ length: 30 }, () => ({ source: text('abcd'), target: text('wxyz') }));
};

/** Trains a fresh model, and fails at the first step after which memory is not what it was before. */
const trainOne = async (random: Random, maxSteps: number): Promise<void> => {
  const outside = memoryInUse();
  const [sourceVocabulary, targetVocabulary] = [lettersOf('abcd'), lettersOf('wxyz')];
  const sizes = { source: sourceVocabulary.size, target: targetVocabulary.size };
  const config = resolveRunConfig(anyConfig(random.fork('config')), sizes);
  const textModel = createTextModel({ config, sourceVocabulary, targetVocabulary });
  let seen = 0;
  const learner = createTextTrainer(textModel, {
    pairs: anyPairs(random.fork('pairs')),
    callbacks: [
      {
        onStepEnd: ({ step }) => {
          seen++;
          expect({ config, step, memory: memoryInUse() }).toEqual({ config, step, memory: before });
        },
      },
    ],
  });
  const before = memoryInUse();
  await learner.fit({ maxSteps });
  expect(memoryInUse()).toEqual(before);
  expect(seen).toBe(maxSteps);
  learner.dispose();
  textModel.dispose();
  expect(memoryInUse()).toEqual(outside);
};

test(
  `${steps} steps of models and batches of any shape leave nothing behind`,
  async () => {
    const random = createRandom(8);
    const bytes: number[] = [];
    for (let done = 0; done < steps; done += stepsOfOneModel) {
      await trainOne(random.fork(`model ${done}`), Math.min(stepsOfOneModel, steps - done));
      bytes.push((tf.memory() as unknown as { readonly numBytesOfMemory: number }).numBytesOfMemory);
    }
    // Nor does memory crumble until it has to grow.
    expect(bytes.at(-1)).toBe(bytes[0]);
  },
  60_000 + 100 * steps,
);

test.each(optimizers)('an epoch ends with the memory that it began with: %o', async (optimizer) => {
  const [sourceVocabulary, targetVocabulary] = [lettersOf('abcd'), lettersOf('wxyz')];
  const config = { ...smallConfig({ family: 'luong-feeding', cell: 'lstm' }), training: { batchSize: 4, optimizer } };
  const sizes = { source: sourceVocabulary.size, target: targetVocabulary.size };
  const textModel = createTextModel({ config: resolveRunConfig(config, sizes), sourceVocabulary, targetVocabulary });
  const learner = createTextTrainer(textModel, { pairs: anyPairs(createRandom(2)) });
  const before = memoryInUse();
  expect(before.bytes).toBeGreaterThan(0);
  await learner.fit({ maxEpochs: 1 });
  expect(memoryInUse()).toEqual(before);
  expect(learner.trainer.progress.epoch).toBe(1);
  learner.dispose();
  textModel.dispose();
});
