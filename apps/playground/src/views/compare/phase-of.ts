import type { RunState } from '../../page/run-state.ts';

/** How far a run is, in a few words. */
export const phaseOf = ({ phase, step, stopped }: RunState): string => {
  const at = `step ${step.value.toLocaleString('en-US')}`;
  switch (phase.value) {
    case 'loading':
      return 'getting ready';
    case 'failed':
      return `failed at ${at}`;
    case 'stopped':
      return stopped.value === 'steps' ? `all steps, ${at}` : `ended at ${at}`;
    case 'paused':
      return `paused, ${at}`;
    default:
      return at;
  }
};
