import {
  checkpointing,
  type Checkpoint,
  type LearningRateSchedule,
  progressReport,
  type TrainerCallback,
  type TrainingLimits,
  type TrainingProgress,
} from '@seq2seq/train';
import { createTextTrainer, type TextModel, type TokenPair } from 'seq2seq';
import { saveModel, saveTraining } from 'seq2seq/node';
import { type ProgressDisplay, progressInterval } from '../terminal/progress-display.ts';
import { openTrainingLog } from './training-log.ts';

export type TrainRunOptions = {
  readonly folder: string;
  readonly textModel: TextModel;
  readonly pairs: readonly TokenPair[];
  readonly limits: TrainingLimits;
  readonly display: ProgressDisplay;
  /** Where an earlier run stopped. */
  readonly checkpoint?: Checkpoint;
  readonly learningRate?: LearningRateSchedule;
  /** Called once the folder holds the run. */
  readonly onBegun?: () => Promise<void>;
  /** Looks at held-out data now and then; what it finds goes to the log. */
  readonly check?: { readonly everySeconds: number; readonly run: () => Promise<Readonly<Record<string, number>>> };
};

/** Seconds of training between two saves: what a power cut may cost. */
const secondsBetweenSaves = 30;

/** Trains a model in its folder until a limit or Ctrl-C; whatever happens, the folder holds a whole run to go on from. */
export const trainRun = async (options: TrainRunOptions): Promise<TrainingProgress> => {
  const { folder, textModel, pairs, limits, display, checkpoint, learningRate, check } = options;
  await saveModel(folder, textModel);
  await options.onBegun?.();
  const log = await openTrainingLog(folder, checkpoint?.progress.step ?? 0);

  const save = async (snapshot: Checkpoint): Promise<void> => {
    await saveTraining(folder, snapshot);
    await saveModel(folder, textModel);
    await log.flush();
  };
  const callbacks: TrainerCallback[] = [
    {
      onStepEnd: ({ step, epoch, seconds, loss, gradientNorm, learningRate: rate, tokensPerSecond }) =>
        log.add({ kind: 'step', step, epoch, seconds, loss, gradientNorm, learningRate: rate, tokensPerSecond }),
    },
    progressReport({ everySeconds: progressInterval(process.stdout), report: (line) => display.show(line) }),
    checkpointing({ everySeconds: secondsBetweenSaves, save }),
  ];
  if (check) {
    callbacks.unshift(
      every(check.everySeconds, async ({ step, seconds }) =>
        log.add({ kind: 'check', step, seconds, ...(await check.run()) }),
      ),
    );
  }
  const trainer = createTextTrainer(textModel, { pairs, callbacks, ...(learningRate && { learningRate }) });
  try {
    if (checkpoint) trainer.trainer.restore(checkpoint, folder);
    const progress = await trainer.fit(limits);
    display.end();
    await save(await trainer.trainer.snapshot());
    await log.draw();
    return progress;
  } finally {
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
