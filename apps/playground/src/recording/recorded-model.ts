// The model that a recording ends with: it comes when somebody asks it something.
import type { RunState } from '../page/run-state.ts';
import type { TrainerClient } from '../protocol/channel.ts';
import { fetchModel } from './bundled-models.ts';

/** The bundled model of the preset that is recorded. */
export const recordedName = 'dates';

export interface RecordedModel {
  /** Resolves when the main run can be asked. */
  bring(): Promise<void>;
}

export const recordedModel = (main: RunState, ask: TrainerClient['ask']): RecordedModel => {
  let coming: Promise<void> | undefined;
  const bring = async (): Promise<void> => {
    const [experiment, step] = [main.experiment.value!, main.step.value];
    const files = await fetchModel(recordedName);
    if (main.phase.value !== 'recording') return;
    const model = { name: recordedName, isOfExperiment: true };
    await ask('restore', { run: main.id, snapshot: { experiment, step, training: new Uint8Array(), files, model } });
  };
  return {
    bring: () => {
      coming ??= bring().catch((error: unknown) => {
        coming = undefined;
        throw error;
      });
      return coming;
    },
  };
};
