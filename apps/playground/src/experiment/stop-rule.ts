// When training ends. What was reached once is not in the way of going on: whoever asks remembers which reasons it has had.
import type { StopReason } from '../protocol/messages.ts';
import type { Experiment } from './experiment.ts';

/** Where a run is: after a step, with what is known of it. */
export type Standing = {
  readonly step: number;
  /** Of the step, nats per token. */
  readonly loss: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** Share of held-out examples that are exactly right, where it was measured after this step. */
  readonly exact?: number;
};

/** Every reason for a run to end here: none for most steps. */
export const stopReasons = (
  {
    stopSteps,
    stopExact,
    stopLoss,
    stopSeconds,
  }: Pick<Experiment, 'stopSteps' | 'stopExact' | 'stopLoss' | 'stopSeconds'>,
  { step, loss, seconds, exact }: Standing,
): readonly StopReason[] => {
  const holds: Readonly<Record<StopReason, boolean>> = {
    steps: step === stopSteps,
    exact: exact !== undefined && exact >= stopExact,
    loss: loss <= stopLoss,
    seconds: stopSeconds > 0 && seconds >= stopSeconds,
  };
  return (Object.keys(holds) as StopReason[]).filter((reason) => holds[reason]);
};
