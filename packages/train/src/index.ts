/**
 * The training loop: a model that can tell its loss, an optimizer, a schedule, callbacks, and exact resume. It knows no sequences.
 *
 * @packageDocumentation
 */

// What is trained, and the loop that trains it
export type { BatchLoss, TrainableModel } from './trainable-model.ts';
export { type BatchSource, createTrainer, type Trainer, type TrainerOptions } from './trainer.ts';
export { TrainingError } from './training-error.ts';
export type { TrainingLimits, TrainingProgress } from './training-progress.ts';
export { evaluateLoss } from './evaluate-loss.ts';
export { yieldRegularly } from './yield-regularly.ts';

// How gradients change weights
export { adam, type AdamOptions, adamW, type AdamWOptions } from './optimizer/adam.ts';
export { clipFactor, globalNorm } from './optimizer/clip-gradients.ts';
export type { NamedTensors, Optimizer } from './optimizer/optimizer.ts';
export { sgd, type SgdOptions } from './optimizer/sgd.ts';

// How fast, and when
export { constant } from './schedule/constant.ts';
export { inverseSquareRoot, type InverseSquareRootOptions } from './schedule/inverse-square-root.ts';
export type { LearningRateSchedule } from './schedule/learning-rate-schedule.ts';
export { linearDecay, type LinearDecayOptions } from './schedule/linear-decay.ts';
export { warmup } from './schedule/warmup.ts';

// What happens beside training
export type { Awaitable, StepReport, TrainerCallback, TrainerView } from './callback/callback.ts';
export { checkpointing, type CheckpointingOptions } from './callback/checkpointing.ts';
export {
  type BestEvaluation,
  earlyStopping,
  type EarlyStopping,
  type EarlyStoppingOptions,
} from './callback/early-stopping.ts';
export { type ProgressLine, progressReport, type ProgressReportOptions } from './callback/progress-report.ts';
export { stepLog } from './callback/step-log.ts';

// Going on where training stopped
export { type Checkpoint, decodeTrainingCheckpoint, encodeTrainingCheckpoint } from './training-checkpoint.ts';
