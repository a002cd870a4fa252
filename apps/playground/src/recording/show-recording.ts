// The page opens alive: before anybody trains, it shows a run that was recorded.
import { batch } from '@preact/signals';
import type { Playground } from '../page/playground.ts';
import { fetchBeside } from './bundled-models.ts';
import { decodeRecording, type Recording } from './recording.ts';
import { recordedName } from './recorded-model.ts';

/** Shows it, unless there is a run by the time it comes. */
export const showRecording = async (playground: Playground): Promise<void> => {
  const { main, notice } = playground;
  try {
    const path = `recordings/${recordedName}.json`;
    const recording = decodeRecording(await (await fetchBeside(path)).text(), path);
    if (main.summary.value || main.phase.value !== 'loading') return;
    batch(() => {
      showCurves(playground, recording);
      main.experiment.value = recording.experiment;
      main.phase.value = 'recording';
      notice.value ??= { text: 'This is a recording. Train makes your own.', isError: false, actions: [] };
    });
  } catch {
    // Nothing is lost: the page is as if there were none, and Train works.
    if (main.phase.value === 'loading' && !main.summary.value) main.phase.value = 'ready';
  }
};

/** A run's past, as it was kept. */
export const showCurves = ({ main }: Pick<Playground, 'main'>, recording: Recording): void => {
  const { losses, measures, summary, epoch, seconds } = recording;
  main.step.value = losses.length;
  main.epoch.value = epoch;
  main.seconds.value = seconds;
  main.losses.value = { values: losses, length: losses.length };
  main.measures.value = measures;
  main.summary.value = summary;
};
