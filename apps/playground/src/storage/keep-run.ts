// From the main run to what is kept of it, and back.
import { batch } from '@preact/signals';
import type { Playground } from '../page/playground.ts';
import type { Recording } from '../recording/recording.ts';
import { showCurves } from '../recording/show-recording.ts';
import { placeOf } from '../page/trainers.ts';
import { encodeSavedRun, type SavedRun } from './saved-run.ts';

/**
 * The main run as the bytes of a file.
 *
 * @throws Error if there is none that could go on
 */
export const saveRun = async (
  playground: Playground,
): Promise<{ readonly recording: Recording; readonly file: Uint8Array<ArrayBuffer> }> => {
  const { main, notice } = playground;
  const summary = main.summary.value;
  if (!summary || !main.experiment.value) throw new Error('Save: expected a run, but there is none; train one first.');
  if (main.phase.value === 'playing') await playground.pause();
  const snapshot = await playground.ask('snapshot', { run: main.id });
  if (snapshot.model) {
    throw new Error(
      'Save: expected a run of this page, got a model that came without the state of its training; train one first.',
    );
  }
  notice.value = undefined;
  const { values, length } = main.losses.value;
  const recording: Recording = {
    experiment: snapshot.experiment,
    summary: { ...summary, step: snapshot.step },
    epoch: main.epoch.value,
    seconds: main.seconds.value,
    losses: values.slice(0, Math.min(length, snapshot.step)),
    measures: main.measures.value.filter(({ step }) => step <= snapshot.step),
  };
  return { recording, file: encodeSavedRun(snapshot, recording) };
};

/**
 * Puts a saved run in the place of the main one, paused where it was.
 *
 * @param isTrusted - whether its code, if it has any, was run here before
 * @throws Error that names the file and what is wrong with it; what was there before stays
 */
export const restoreRun = async (
  playground: Playground,
  { snapshot, recording }: SavedRun,
  isTrusted: boolean,
): Promise<void> => {
  const { main, experiment, isCodeFromLink } = playground;
  const { backend, ownScorer } = recording.experiment;
  const isKnownCode = isTrusted || (!isCodeFromLink.value && experiment.value.ownScorer === ownScorer);
  if (placeOf(recording.experiment) === 'sandbox' && !isKnownCode) {
    batch(() => {
      experiment.value = { ...recording.experiment, backend: experiment.value.backend };
      isCodeFromLink.value = true;
      playground.view.value = 'scorer';
    });
    throw new Error(
      'This run is of a scorer that came with the file, which is code: read it here, run it in the sandbox if you like it, and open the file again.',
    );
  }
  if (main.phase.value === 'playing') await playground.pause();
  // A trainer that has yet to begin begins where the run's numbers came from.
  if (!playground.backend.value) experiment.value = { ...experiment.value, backend };
  await playground.instead(async () => {
    await playground.ask('restore', { run: main.id, snapshot });
    batch(() => {
      showCurves(playground, recording);
      experiment.value = { ...recording.experiment, backend: experiment.value.backend };
      main.experiment.value = experiment.value;
      main.stopped.value = undefined;
      main.failure.value = undefined;
      main.phase.value = 'paused';
      playground.moment.value = undefined;
      playground.notice.value = undefined;
      playground.selected.value = 0;
      playground.announcement.value = `Back at step ${recording.losses.length}.`;
    });
  });
  // One that has begun elsewhere goes there.
  if (backend !== experiment.value.backend) playground.edit({ backend });
};
