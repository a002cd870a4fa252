// A model that is trained already, in the place of the main run: one can ask it anything, and not train it on.
import { batch } from '@preact/signals';
import type { Experiment } from '../experiment/experiment.ts';
import type { Playground } from '../page/playground.ts';
import { clearRun } from '../page/run-state.ts';
import type { Snapshot } from '../protocol/messages.ts';

export type ModelToOpen = {
  /** What messages call it. */
  readonly name: string;
  readonly files: Snapshot['files'];
  /** How many steps it has learned; 0 if nobody knows. */
  readonly step: number;
  /** Whether it was trained by the experiment that is given, or by one that the page knows nothing of. */
  readonly isOfExperiment: boolean;
  readonly experiment?: Experiment;
};

/** @throws Error that names the file and what is wrong with it; what was there before stays */
export const openModel = async (
  playground: Playground,
  { name, files, step, isOfExperiment, experiment: given }: ModelToOpen,
): Promise<void> => {
  const { main } = playground;
  const nearest = given ?? playground.experiment.value;
  // No code comes with a model, so none is asked for.
  const experiment: Experiment = nearest.scorer === 'own' ? { ...nearest, scorer: 'dot' } : nearest;
  if (main.phase.value === 'playing') await playground.pause();
  const model = { name, isOfExperiment };
  await playground.instead(async () => {
    const summary = await playground.ask('restore', {
      run: main.id,
      snapshot: { experiment, step, training: new Uint8Array(), files, model },
    });
    batch(() => {
      clearRun(main);
      main.step.value = step;
      main.summary.value = summary;
      main.experiment.value = experiment;
      main.phase.value = 'loaded';
      playground.selected.value = 0;
      playground.moment.value = undefined;
      playground.notice.value = undefined;
    });
  });
};
