// What must hold of the training of every family of models, with all that is random in it: 3 steps, files and 3 steps equal 6 steps, bit
// for bit, and no step leaves anything behind.
import { type Checkpoint, decodeTrainingCheckpoint, encodeTrainingCheckpoint } from '@seq2seq/train';
import { beforeAll, expect, test } from 'vitest';
import { modelFamilies } from '../__fixtures__/families.ts';
import { type Family, familyConfig } from '../__fixtures__/family-config.ts';
import { tinyPairs } from '../__fixtures__/tiny-tasks.ts';
import { weightsOf } from '../__fixtures__/trained-model.ts';
import { memoryInUse } from '../backend/__fixtures__/backends-agree.ts';
import { useBackend } from '../backend/use-backend.ts';
import type { RunConfigInput } from '../config/run-config.ts';
import { decodeModel, encodeModel } from '../text/model-files.ts';
import { textModelFor } from '../text/text-model-for.ts';
import type { TextModel } from '../text/text-model.ts';
import { createTextTrainer } from '../training/text-trainer.ts';

beforeAll(() => useBackend('simd', { threads: 1 }));

const noises = { dropout: 0.2, zoneout: 0.1, variationalDropout: { inputs: 0.1, state: 0.1 } };

/** A family with every sort of noise; 4 batches an epoch, so that 6 steps see two of them. */
const noisyConfig = (family: Family, isNoisy: boolean): RunConfigInput => {
  const config = familyConfig(family, 6);
  const { encoder, decoder } = config.model;
  const noise = isNoisy ? noises : {};
  return {
    ...config,
    model: { ...config.model, encoder: { ...encoder, ...noise }, decoder: { ...decoder, ...noise } },
    training: { ...config.training, batchSize: 5, learningRate: 0.02 },
  };
};

/** Goes on to so many steps, from a checkpoint if there is one, and fails at the first step after which memory is not as before it. */
const trainTo = async (steps: number, textModel: TextModel, family: Family, from?: Checkpoint): Promise<Checkpoint> => {
  const outside = memoryInUse();
  let seen = 0;
  const learner = createTextTrainer(textModel, {
    pairs: tinyPairs(family.task, 20),
    callbacks: [
      {
        onStepEnd: ({ step }) => {
          seen++;
          expect({ step, memory: memoryInUse() }).toEqual({ step, memory: before });
        },
      },
    ],
  });
  if (from) learner.trainer.restore(from, 'memory');
  const before = memoryInUse();
  await learner.fit({ maxSteps: steps });
  expect(seen).toBe(steps - (from?.progress.step ?? 0));
  const checkpoint = await learner.trainer.snapshot();
  learner.dispose();
  expect(memoryInUse()).toEqual(outside);
  return checkpoint;
};

/** The weights after six steps at once. */
const sixSteps = async (family: Family, isNoisy: boolean): Promise<ReturnType<typeof weightsOf>> => {
  const model = textModelFor(tinyPairs(family.task, 20), noisyConfig(family, isNoisy));
  await trainTo(6, model, family);
  const weights = weightsOf(model);
  model.dispose();
  return weights;
};

test.each(modelFamilies)(
  '$name: 6 steps equal 3 steps, files and 3 steps, and leave nothing behind',
  async (family) => {
    const outside = memoryInUse();
    const whole = await sixSteps(family, true);
    // The noise is on, or equality would say less.
    expect(whole).not.toEqual(await sixSteps(family, false));

    const begun = textModelFor(tinyPairs(family.task, 20), noisyConfig(family, true));
    const bytes = encodeTrainingCheckpoint(await trainTo(3, begun, family));
    const files = await encodeModel(begun);
    expect(weightsOf(begun)).not.toEqual(whole);
    begun.dispose();
    const resumed = decodeModel(files, 'memory');
    await trainTo(6, resumed, family, decodeTrainingCheckpoint(bytes, 'memory'));
    expect(weightsOf(resumed)).toEqual(whole);
    resumed.dispose();
    expect(memoryInUse()).toEqual(outside);
  },
);
