import { checkOption } from '../check-option.ts';
import type { Checkpoint } from '../training-checkpoint.ts';
import type { TrainingProgress } from '../training-progress.ts';
import type { Awaitable, TrainerCallback, TrainerView } from './callback.ts';

export type CheckpointingOptions = {
  /** Where to: `encodeTrainingCheckpoint` makes a file of it. Training waits. */
  readonly save: (checkpoint: Checkpoint) => Awaitable<void>;
  /** Seconds of training from one save to the next. */
  readonly everySeconds?: number;
  /** Steps from one save to the next. */
  readonly everySteps?: number;
};

/** Saves training now and then, and at the end. Without intervals, only at the end. */
export const checkpointing = (options: CheckpointingOptions): TrainerCallback => {
  const { save, everySeconds = Infinity, everySteps = Infinity } = options;
  if (options.everySeconds !== undefined) checkOption('checkpointing.everySeconds', everySeconds, { from: 0 });
  if (options.everySteps !== undefined) checkOption('checkpointing.everySteps', everySteps, { above: 0 });
  let saved: Pick<TrainingProgress, 'step' | 'epoch' | 'seconds'> = { step: 0, epoch: 0, seconds: 0 };

  const saveNow = async (trainer: TrainerView): Promise<void> => {
    saved = trainer.progress;
    await save(await trainer.snapshot());
  };

  return {
    onStart: ({ progress }) => {
      saved = progress;
    },
    onStepEnd: async ({ step, seconds }, trainer) => {
      if (step - saved.step >= everySteps || seconds - saved.seconds >= everySeconds) await saveNow(trainer);
    },
    onEnd: async ({ step, epoch }, trainer) => {
      if (step !== saved.step || epoch !== saved.epoch) await saveNow(trainer);
    },
  };
};
