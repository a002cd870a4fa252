import type { ParameterStore } from '@seq2seq/core';
import type { Checkpoint } from '../training-checkpoint.ts';
import type { TrainingLimits, TrainingProgress } from '../training-progress.ts';

/** A value or the promise of one. */
export type Awaitable<T> = T | PromiseLike<T>;

/** What a callback sees of the trainer. */
export interface TrainerView {
  readonly progress: TrainingProgress;
  readonly parameters: ParameterStore;
  /** Those of the running fit; none outside of one. */
  readonly limits: TrainingLimits;
  /** Everything needed to go on exactly from here: plain arrays, nothing to dispose. */
  snapshot(): Promise<Checkpoint>;
}

/** What happened in a step, with the progress after it. */
export type StepReport = TrainingProgress & {
  /** nats per target token, before the step changed the weights */
  readonly loss: number;
  /** Target tokens in the step's batch. */
  readonly tokens: number;
  /** Of all gradients together, before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** 0 if the clock is too coarse to tell. */
  readonly tokensPerSecond: number;
};

/**
 * Something that happens beside training. The loop waits for each callback in the order given and does not count their time. If one
 * throws, `fit` fails with its error; the trainer stays as it is after the last step.
 */
export interface TrainerCallback {
  onStart?(trainer: TrainerView): Awaitable<void>;
  /** `stop` ends training after all callbacks have seen this step. */
  onStepEnd?(report: StepReport, trainer: TrainerView): Awaitable<void | 'stop'>;
  onEpochEnd?(progress: TrainingProgress, trainer: TrainerView): Awaitable<void | 'stop'>;
  /** However training ended, unless by an error. */
  onEnd?(progress: TrainingProgress, trainer: TrainerView): Awaitable<void>;
}
