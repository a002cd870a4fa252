import { checkOption } from '../check-option.ts';
import type { LearningRateSchedule } from './learning-rate-schedule.ts';

export type InverseSquareRootOptions = {
  readonly peak: number;
  /** The step, counted from 1, up to which the peak is held. */
  readonly from: number;
};

/**
 * Holds the peak, then falls with the square root of the step: peak · √(from / n). `warmup(n, inverseSquareRoot({ peak, from: n }))`
 * is the Transformer's schedule.
 *
 * @see Vaswani et al. 2017, equation 3
 */
export const inverseSquareRoot = ({ peak, from }: InverseSquareRootOptions): LearningRateSchedule => {
  checkOption('inverseSquareRoot.peak', peak, { from: 0 });
  checkOption('inverseSquareRoot.from', from, { above: 0 });
  return ({ step }) => peak * Math.sqrt(from / Math.max(step + 1, from));
};
