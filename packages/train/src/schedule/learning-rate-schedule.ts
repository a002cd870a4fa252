import type { TrainingProgress } from '../training-progress.ts';

/** The learning rate of the next step. The progress is as it stands before that step, so the first one sees step 0. */
export type LearningRateSchedule = (progress: TrainingProgress) => number;
