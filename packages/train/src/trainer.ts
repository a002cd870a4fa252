// The training loop. It knows batches and a loss, nothing of sequences. Weights, optimizer, progress and randomness change together at
// one point of each step, so whatever interrupts training finds them in agreement.
import {
  assignParameters,
  CheckpointError,
  checkParameters,
  type Random,
  randomFromSnapshot,
  saveParameters,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Awaitable, StepReport, TrainerCallback, TrainerView } from './callback/callback.ts';
import { checkOption } from './check-option.ts';
import { passGradients } from './gradient-pass.ts';
import { clipFactor } from './optimizer/clip-gradients.ts';
import type { Optimizer } from './optimizer/optimizer.ts';
import type { LearningRateSchedule } from './schedule/learning-rate-schedule.ts';
import type { TrainableModel } from './trainable-model.ts';
import type { Checkpoint } from './training-checkpoint.ts';
import { TrainingError } from './training-error.ts';
import { isLimitReached, noProgress, type TrainingLimits, type TrainingProgress } from './training-progress.ts';
import { yieldRegularly } from './yield-regularly.ts';

/** The batches of an epoch, counted from 0. The same epoch must give the same batches: that makes resuming exact. */
export type BatchSource<Batch> = (epoch: number) => Iterable<Batch> | AsyncIterable<Batch>;

/** Trains a model, can be stopped anywhere, and goes on exactly from there. */
export interface Trainer<Batch> extends TrainerView {
  /**
   * Trains until a limit is reached, a callback says `stop` or the signal aborts; all three are a normal end. After a restore, the
   * batches of the current epoch that were trained on already are skipped.
   *
   * @throws TrainingError if loss or gradients are not finite (no weight is changed then) or the batches are not as promised
   */
  fit(batches: BatchSource<Batch>, limits: TrainingLimits): Promise<TrainingProgress>;
  /**
   * Goes back, or forward, to a checkpoint.
   *
   * @param where - how errors call the checkpoint
   * @throws CheckpointError if it belongs to another model or optimizer; nothing is changed then
   */
  restore(checkpoint: Checkpoint, where?: string): void;
}

export type TrainerOptions<Batch> = {
  readonly model: TrainableModel<Batch>;
  /** Made for the same model's parameters. */
  readonly optimizer: Optimizer;
  readonly learningRate: LearningRateSchedule;
  /** Each step's randomness is forked from it by the step's number. */
  readonly random: Random;
  /** Gradients longer than this, all together, are shortened to it. */
  readonly maxGradientNorm?: number;
  readonly callbacks?: readonly TrainerCallback[];
  /** Called for each batch that is done with. Only for batches that own tensors; plain arrays need none. */
  readonly disposeBatch?: (batch: Batch) => void;
  /** A clock in milliseconds; `performance.now` by default. */
  readonly now?: () => number;
};

export const createTrainer = <Batch>(options: TrainerOptions<Batch>): Trainer<Batch> => {
  const { model, optimizer, learningRate, maxGradientNorm, callbacks = [], disposeBatch } = options;
  const { now = () => performance.now() } = options;
  if (maxGradientNorm !== undefined) checkOption('maxGradientNorm', maxGradientNorm, { above: 0 });
  let { random } = options;
  let progress = noProgress;
  let limits: TrainingLimits = {};
  let isRunning = false;

  const trainStep = async (batch: Batch, startedAt: number): Promise<StepReport> => {
    const step = progress.step + 1;
    const rate = learningRate(progress);
    if (!(rate >= 0 && rate < Infinity)) {
      throw new TrainingError(
        `step ${step}: the learning rate is ${rate}; let the schedule give a finite number from 0.`,
        step,
      );
    }
    const mode = { training: true, random: random.fork(`step.${step}`) } as const;
    const { gradients, loss, tokens, gradientNorm } = await passGradients(model, batch, mode, step);
    try {
      optimizer.apply(gradients, rate, clipFactor(gradientNorm, maxGradientNorm));
    } finally {
      tf.dispose([...gradients.values()]);
    }
    const seconds = (now() - startedAt) / 1000;
    progress = {
      step,
      epoch: progress.epoch,
      stepInEpoch: progress.stepInEpoch + 1,
      tokensSeen: progress.tokensSeen + tokens,
      seconds: progress.seconds + seconds,
    };
    const tokensPerSecond = seconds > 0 ? tokens / seconds : 0;
    return { ...progress, loss, tokens, gradientNorm, learningRate: rate, tokensPerSecond };
  };

  /** Trains on the rest of the current epoch; says whether a callback wants to stop. */
  const trainEpoch = async (batches: BatchSource<Batch>, breathe: () => Promise<void>): Promise<boolean> => {
    const { epoch, stepInEpoch: toSkip } = progress;
    let seen = 0;
    let startedAt = now();
    for await (const batch of batches(epoch)) {
      let isStopped = false;
      try {
        if (limits.signal?.aborted) return false;
        seen++;
        if (seen > toSkip) {
          const report = await trainStep(batch, startedAt);
          isStopped = await askAll(callbacks, (callback) => callback.onStepEnd?.(report, trainer));
        }
      } finally {
        disposeBatch?.(batch);
      }
      await breathe();
      if (isStopped) return true;
      if (seen > toSkip && isLimitReached(progress, limits)) return false;
      startedAt = now();
    }
    checkEpoch(epoch, seen, toSkip, progress.step + 1);
    progress = { ...progress, epoch: epoch + 1, stepInEpoch: 0 };
    return askAll(callbacks, (callback) => callback.onEpochEnd?.(progress, trainer));
  };

  const claim = (action: string): void => {
    if (!isRunning) return;
    throw new TrainingError(
      `${action}: expected an idle trainer, but fit is running; await it first.`,
      progress.step + 1,
    );
  };

  const trainer: Trainer<Batch> = {
    get progress() {
      return progress;
    },
    get parameters() {
      return model.parameters;
    },
    get limits() {
      return limits;
    },
    snapshot: async () => {
      // Everything is asked for before the first await, so that it is of one moment even while training goes on.
      const atThisMoment = { progress, random: random.snapshot() };
      const [parameters, saved] = await Promise.all([saveParameters(model.parameters), optimizer.snapshot()]);
      return { parameters, optimizer: saved, ...atThisMoment };
    },
    fit: async (batches, newLimits) => {
      claim('fit');
      checkLimits(newLimits);
      isRunning = true;
      limits = newLimits;
      try {
        const breathe = yieldRegularly();
        await askAll(callbacks, (callback) => callback.onStart?.(trainer));
        let isStopped = false;
        while (!isStopped && !isLimitReached(progress, limits)) isStopped = await trainEpoch(batches, breathe);
        await askAll(callbacks, (callback) => callback.onEnd?.(progress, trainer));
        return progress;
      } finally {
        isRunning = false;
        limits = {};
      }
    },
    restore: (checkpoint, where = 'checkpoint') => {
      claim('restore');
      const restoredRandom = restoreRandom(checkpoint.random, where);
      checkParameters(model.parameters, checkpoint.parameters, where);
      optimizer.restore(checkpoint.optimizer, `${where}: optimizer`);
      assignParameters(model.parameters, checkpoint.parameters, where);
      random = restoredRandom;
      progress = checkpoint.progress;
    },
  };
  return trainer;
};

/** One after the other, all of them; says whether any wants to stop. */
const askAll = async (
  callbacks: readonly TrainerCallback[],
  ask: (callback: TrainerCallback) => Awaitable<void | 'stop'>,
): Promise<boolean> => {
  let isStopped = false;
  for (const callback of callbacks) {
    if ((await ask(callback)) === 'stop') isStopped = true;
  }
  return isStopped;
};

const checkEpoch = (epoch: number, seen: number, toSkip: number, step: number): void => {
  if (seen > 0 && seen >= toSkip) return;
  throw new TrainingError(
    seen === 0
      ? `step ${step}: epoch ${epoch} has no batches; let batches(epoch) make a new iterable each time, from data that are not empty.`
      : `step ${step}: epoch ${epoch} has ${seen} batches, but ${toSkip} of it were trained on already; resume with the same data and batching.`,
    step,
  );
};

const checkLimits = ({ maxSteps, maxEpochs, maxSeconds }: TrainingLimits): void => {
  // NaN would never be reached.
  for (const [name, limit] of Object.entries({ maxSteps, maxEpochs, maxSeconds })) {
    if (limit !== undefined && limit !== Infinity) checkOption(name, limit, { from: 0 });
  }
};

const restoreRandom = (snapshot: readonly number[], where: string): Random => {
  try {
    return randomFromSnapshot(snapshot);
  } catch (error) {
    throw new CheckpointError(`${where}: ${String(error)}; the file is damaged: copy it again.`);
  }
};
