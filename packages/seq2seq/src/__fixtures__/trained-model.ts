/** Models that were taught for some steps, and the law of resuming for any of them. */
import type { RunConfigInput } from '../config/run-config.ts';
import { loadModel, saveModel } from '../node/model-folder.ts';
import { loadTraining, saveTraining } from '../node/training-file.ts';
import { textModelFor, type TextModelForOptions } from '../text/text-model-for.ts';
import type { TextModel } from '../text/text-model.ts';
import { createTextTrainer, type TokenPair } from '../training/text-trainer.ts';

/** Every weight by its path. */
export const weightsOf = ({ model }: TextModel): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries([...model.parameters.entries()].map(([path, weight]) => [path, [...weight.dataSync()]]));

/** A model for these pairs after some steps. */
export const trainedModel = async (
  pairs: readonly TokenPair[],
  config: RunConfigInput,
  { steps, ...options }: TextModelForOptions & { readonly steps: number },
): Promise<TextModel> => {
  const textModel = textModelFor(pairs, config, options);
  const learner = createTextTrainer(textModel, { pairs });
  await learner.fit({ maxSteps: steps });
  learner.dispose();
  return textModel;
};

/** The weights after so many steps at once, and after half of them, files, and the other half. */
export const wholeAndHalves = async (
  folder: string,
  pairs: readonly TokenPair[],
  config: RunConfigInput,
  steps: number,
): Promise<readonly [whole: ReturnType<typeof weightsOf>, halves: ReturnType<typeof weightsOf>]> => {
  const whole = await trainedModel(pairs, config, { steps });
  const first = textModelFor(pairs, config);
  const begun = createTextTrainer(first, { pairs });
  await begun.fit({ maxSteps: steps / 2 });
  await saveModel(folder, first);
  await saveTraining(folder, await begun.trainer.snapshot());
  const second = await loadModel(folder);
  const resumed = createTextTrainer(second, { pairs });
  const checkpoint = await loadTraining(folder);
  if (checkpoint) resumed.trainer.restore(checkpoint, folder);
  await resumed.fit({ maxSteps: steps });
  const found = [weightsOf(whole), weightsOf(second)] as const;
  for (const learner of [begun, resumed]) learner.dispose();
  for (const textModel of [whole, first, second]) textModel.dispose();
  return found;
};
