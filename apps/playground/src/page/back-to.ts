import { batch } from '@preact/signals';
import type { Snapshot } from '../protocol/messages.ts';
import { withoutLetGo } from './chosen-examples.ts';
import type { Playground } from './playground.ts';
import { rewindRun } from './run-state.ts';

type Page = Pick<Playground, 'main' | 'experiment' | 'notice' | 'announcement'>;

/** Takes the main run back to where it was at a snapshot, paused, with its curves up to there. */
export const backTo = async (
  snapshot: Snapshot,
  { main, experiment, notice, announcement }: Page,
  ask: Playground['ask'],
): Promise<void> => {
  main.phase.value = 'loading';
  notice.value = undefined;
  const { pinned: before = [] } = main.summary.value ?? {};
  // All that is measured now, in its order; what was chosen since the snapshot, too.
  const chosen = before.map(({ source }) => source);
  const summary = await ask('restore', { run: main.id, snapshot: { ...snapshot, chosen } });
  batch(() => {
    rewindRun(main, snapshot.step);
    main.summary.value = { ...summary, pinned: withoutLetGo(summary.pinned, before) };
    experiment.value = { ...snapshot.experiment, backend: experiment.value.backend };
    main.experiment.value = experiment.value;
    main.phase.value = 'paused';
    announcement.value = `Back at step ${snapshot.step}.`;
  });
};
