// The page and its address: the address says what the page shows when it is opened, and follows what is changed.
import { batch, effect } from '@preact/signals';
import { longestLink, readLink, type Shared, sharedOf, writeLink } from '../experiment/link.ts';
import { presets } from '../experiment/presets.ts';
import { fetchModel } from '../recording/bundled-models.ts';
import { showRecording } from '../recording/show-recording.ts';
import { openModel } from '../storage/open-model.ts';
import type { Playground } from './playground.ts';
import { canGoOn } from './run-state.ts';

/** Milliseconds without a change, after which the address is written. */
const restMs = 300;

/** What the page shows now, as a link says it. */
export const sharedNow = ({ preset, experiment, view, input, link }: Playground): Shared => ({
  preset: preset.value,
  experiment: experiment.value,
  view: view.value,
  input: input.value,
  ...link.value,
});

/** Shows what the address says. Code that it brings waits until somebody has read it. */
const show = async (playground: Playground, hash: string): Promise<void> => {
  const { shared, problems } = await readLink(hash);
  const { experiment, link } = playground;
  batch(() => {
    playground.preset.value = shared.preset;
    experiment.value = shared.experiment;
    playground.view.value = shared.view;
    playground.input.value = shared.input;
    playground.isCodeFromLink.value = shared.experiment.ownScorer !== '';
    link.value = { lesson: shared.lesson, model: shared.model, unknown: shared.unknown };
  });
  if (shared.model !== '') await openNamed(playground, shared.model);
  else if (isRecorded(shared)) await showRecording(playground);
  else if (shared.experiment.scorer !== 'own') await playground.reset();
  else if (playground.isCodeFromLink.value) playground.view.value = 'scorer';
  if (problems.length > 0) playground.notice.value = { text: problems.join(' '), isError: true, actions: [] };
};

/** Whether the recorded run is what a link asks for. */
const isRecorded = ({ preset, experiment }: Shared): boolean =>
  preset === 'dates' && JSON.stringify(experiment) === JSON.stringify(presets.dates.experiment);

const openNamed = async (playground: Playground, name: string): Promise<void> => {
  try {
    await openModel(playground, { name, files: await fetchModel(name), step: 0, isOfExperiment: false });
  } catch (error) {
    playground.notice.value = { text: (error as Error).message, isError: true, actions: [] };
  }
};

/** Reads the address now and whenever it is changed by hand, and keeps it true meanwhile. */
export const openAddress = async (playground: Playground): Promise<void> => {
  let written = location.hash.slice(1);
  let last = Promise.resolve();
  const read = (): Promise<void> => {
    written = location.hash.slice(1);
    last = last.then(() => show(playground, written));
    return last;
  };
  addEventListener('hashchange', () => {
    if (location.hash.slice(1) !== written) void read();
  });
  await read();
  // A model that was trained here is not the one that the address names.
  effect(() => {
    const { phase } = playground.main;
    if (playground.link.value.model !== '' && canGoOn(phase.value) && phase.value !== 'loading') {
      playground.link.value = { ...playground.link.value, model: '' };
    }
  });
  const plain = await writeLink(sharedOf('dates'));
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const shared = sharedNow(playground);
    clearTimeout(timer);
    timer = setTimeout(() => {
      void writeLink(shared).then((link) => {
        // An address that nobody has asked for stays plain.
        if (link.length > longestLink || (written === '' && link === plain)) return;
        written = link;
        history.replaceState(null, '', `#${link}`);
      });
    }, restMs);
  });
};
