import { checkOption } from '../check-option.ts';
import type { LearningRateSchedule } from './learning-rate-schedule.ts';

export type LinearDecayOptions = {
  /** The rate up to `from`. */
  readonly peak: number;
  /** The rate after `to`. */
  readonly floor: number;
  readonly from: number;
  readonly to: number;
  /** What is measured: steps done, or seconds of training, for a run whose time is fixed. */
  readonly of: 'step' | 'seconds';
};

/** Falls on a straight line from peak to floor while the measured quantity goes from `from` to `to`. */
export const linearDecay = ({ peak, floor, from, to, of }: LinearDecayOptions): LearningRateSchedule => {
  checkOption('linearDecay.peak', peak, { from: 0 });
  checkOption('linearDecay.floor', floor, { from: 0 });
  checkOption('linearDecay.from', from, { from: 0 });
  checkOption('linearDecay.to', to, { above: from });
  return (progress) => {
    const share = Math.min(1, Math.max(0, (progress[of] - from) / (to - from)));
    return peak + (floor - peak) * share;
  };
};
