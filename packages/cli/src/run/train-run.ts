import { join } from 'node:path';
import {
  checkpointing,
  type Checkpoint,
  type LearningRateSchedule,
  progressReport,
  type TrainerCallback,
  type TrainingLimits,
  type TrainingProgress,
} from '@seq2seq/train';
import { createTextTrainer, type TextModel, type TextTrainer, type TokenPair } from 'seq2seq';
import { saveModel, saveTraining, trainingFileName } from 'seq2seq/node';
import type { ProgressDisplay } from '../terminal/progress-display.ts';
import { memoryCare } from './memory-care.ts';
import { beginRun } from './run-files.ts';
import { trainingLog } from './training-log.ts';

/** A look at held-out data now and then. What it finds goes to the log. */
export type HeldOutCheck = {
  /** Seconds of training from one look to the next; what looking takes does not count. */
  readonly everySeconds: number;
  readonly run: (trainer: TextTrainer) => Promise<Readonly<Record<string, number>>>;
};

export type TrainRunOptions = {
  readonly folder: string;
  readonly textModel: TextModel;
  readonly pairs: readonly TokenPair[];
  readonly limits: TrainingLimits;
  readonly display: ProgressDisplay;
  /** Where an earlier run stopped; without it, a new one begins and takes the place of what the folder held. */
  readonly checkpoint?: Checkpoint;
  readonly learningRate?: LearningRateSchedule;
  /** Called once the folder holds the run. */
  readonly onBegun?: () => Promise<void>;
  readonly check?: HeldOutCheck;
};

/** Seconds of training between two saves: what a power cut may cost. */
const secondsBetweenSaves = 30;

/**
 * Trains a model in its folder until a limit or Ctrl-C; whatever happens, the folder holds a whole run to go on from.
 *
 * @throws StorageError if the folder cannot be written, and TrainingError if the loss is no number any more; the last save stays
 */
export const trainRun = async (options: TrainRunOptions): Promise<TrainingProgress> => {
  const { folder, textModel, pairs, limits, display, checkpoint, learningRate, check } = options;
  const log = trainingLog(folder);
  const save = async (snapshot: Checkpoint): Promise<void> => {
    await log.flush();
    await saveTraining(folder, snapshot);
    await saveModel(folder, textModel);
  };
  const callbacks: TrainerCallback[] = [
    ...(check
      ? [
          every(check.everySeconds, async ({ step, seconds }) =>
            log.add({ kind: 'check', step, seconds, ...(await check.run(trainer)) }),
          ),
        ]
      : []),
    {
      onStepEnd: ({ step, epoch, seconds, loss, gradientNorm, learningRate: rate, tokensPerSecond }) =>
        log.add({ kind: 'step', step, epoch, seconds, loss, gradientNorm, learningRate: rate, tokensPerSecond }),
    },
    progressReport({ everySeconds: display.everySeconds, report: (line) => display.show(line) }),
    checkpointing({ everySeconds: secondsBetweenSaves, save }),
    { onStepEnd: memoryCare() },
  ];
  const trainer: TextTrainer = createTextTrainer(textModel, {
    pairs,
    callbacks,
    ...(learningRate && { learningRate }),
  });
  try {
    if (checkpoint) trainer.trainer.restore(checkpoint, join(folder, trainingFileName));
    else await beginRun(folder, textModel, await trainer.trainer.snapshot());
    await options.onBegun?.();
    await log.begin(trainer.trainer.progress.step);
    const progress = await trainer.fit(limits);
    await log.draw();
    return progress;
  } finally {
    display.end();
    trainer.dispose();
  }
};

/** Calls back each time that training has gone on for so many seconds. */
const every = (seconds: number, callback: (progress: TrainingProgress) => Promise<void>): TrainerCallback => {
  const periodOf = (progress: TrainingProgress): number => Math.floor(progress.seconds / seconds);
  let period = 0;
  return {
    onStart: ({ progress }) => {
      period = periodOf(progress);
    },
    onStepEnd: async (progress) => {
      if (periodOf(progress) === period) return;
      period = periodOf(progress);
      await callback(progress);
    },
  };
};
