import type { Playground } from './playground.ts';
import { clearRun, type RunState } from './run-state.ts';

/** Lets go of what a run was, so that another can be made in its place: first where it is trained, whoever has died having none. */
export const letGo = async (run: RunState, ask: Playground['ask']): Promise<void> => {
  run.phase.value = 'loading';
  run.experiment.value = undefined;
  if (run.summary.value) await ask('remove', { run: run.id }).catch(() => undefined);
  // Only now, since what it still had to tell would be taken for the next one's.
  clearRun(run);
};
