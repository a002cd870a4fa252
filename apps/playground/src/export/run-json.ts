// A run as plain numbers, for whoever wants to draw or compare them.
import { configOf } from '../experiment/config-of.ts';
import type { Playground } from '../page/playground.ts';

/** Everything that is known of the main run but for its weights. */
export const runJson = ({ main, experiment, backend }: Pick<Playground, 'main' | 'experiment' | 'backend'>): string => {
  const made = main.experiment.value ?? experiment.value;
  const { values, length } = main.losses.value;
  return `${JSON.stringify(
    {
      ...{ format: 'seq2seq.run', version: 1, experiment: made, config: configOf(made) },
      backend: backend.value?.name,
      ...{ step: main.step.value, epoch: main.epoch.value, seconds: main.seconds.value },
      weights: main.summary.value?.weights,
      losses: [...values.subarray(0, length)],
      measures: main.measures.value.map(({ step, exact, tokenAccuracy, loss }) => ({
        step,
        exact,
        tokenAccuracy,
        loss,
      })),
    },
    null,
    2,
  )}\n`;
};
