import { checkOption } from '../check-option.ts';
import type { LearningRateSchedule } from './learning-rate-schedule.ts';

/**
 * Grows linearly into another schedule: at the n-th step, n / steps of its rate; from step `steps` on, all of it. While Adam's
 * averages are young, full steps would go in random directions.
 *
 * @see Goyal et al. 2017, section 2.2
 */
export const warmup = (steps: number, schedule: LearningRateSchedule): LearningRateSchedule => {
  checkOption('warmup.steps', steps, { above: 0 });
  return (progress) => Math.min(1, (progress.step + 1) / steps) * schedule(progress);
};
