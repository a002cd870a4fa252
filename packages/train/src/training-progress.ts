/** How far training has come. All counts are totals: they go on after a restart. */
export type TrainingProgress = {
  /** Steps done. */
  readonly step: number;
  /** Epochs done, which is the number of the current one counted from 0. */
  readonly epoch: number;
  /** Steps done in the current epoch: the position in its batches. */
  readonly stepInEpoch: number;
  /** Target tokens learned from, counted again in each epoch. */
  readonly tokensSeen: number;
  /** Seconds spent making batches and taking steps; the time of callbacks does not count. */
  readonly seconds: number;
};

/** When to end: at whatever comes first. All are totals over restarts, as the progress is. */
export type TrainingLimits = {
  readonly maxSteps?: number;
  readonly maxEpochs?: number;
  readonly maxSeconds?: number;
  /** Ends training after the current step, normally and in a consistent state. */
  readonly signal?: AbortSignal;
};

/** Before the first step. */
export const noProgress: TrainingProgress = { step: 0, epoch: 0, stepInEpoch: 0, tokensSeen: 0, seconds: 0 };

/** Whether a limit is reached. */
export const isLimitReached = (progress: TrainingProgress, limits: TrainingLimits): boolean =>
  limits.signal?.aborted === true ||
  progress.step >= (limits.maxSteps ?? Infinity) ||
  progress.epoch >= (limits.maxEpochs ?? Infinity) ||
  progress.seconds >= (limits.maxSeconds ?? Infinity);
