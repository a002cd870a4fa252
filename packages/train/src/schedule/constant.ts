import { checkOption } from '../check-option.ts';
import type { LearningRateSchedule } from './learning-rate-schedule.ts';

/** The same rate at every step. */
export const constant = (rate: number): LearningRateSchedule => {
  checkOption('constant.rate', rate, { from: 0 });
  return () => rate;
};
