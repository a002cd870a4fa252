import { constant, type LearningRateSchedule, linearDecay } from '@seq2seq/train';
import * as z from 'zod';
import { strictObject } from './strict-object.ts';

/** How the learning rate changes, with every default filled in. */
export type ScheduleConfig =
  | { readonly type: 'constant' }
  /** Full until so many epochs are done, then on a straight line to `floor` times the full rate, which is reached after `to` epochs. */
  | { readonly type: 'linear-decay'; readonly from: number; readonly to: number; readonly floor: number };

/** A schedule as one writes it: a name, or `{ type: name }` with its options. */
export type ScheduleConfigInput =
  | 'constant'
  | { readonly type: 'constant' }
  | { readonly type: 'linear-decay'; readonly from?: number; readonly to: number; readonly floor?: number };

const kinds = z.discriminatedUnion(
  'type',
  [
    strictObject({ type: z.literal('constant') }),
    strictObject({
      type: z.literal('linear-decay'),
      from: z.number().min(0).default(0),
      to: z.number().positive(),
      floor: z.number().min(0).max(1).default(0.05),
    }).refine(({ from, to }) => from < to, { error: 'to must be above from: epochs, counted from the beginning' }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union' ? 'unknown type; known are "constant", "linear-decay"' : undefined,
  },
);

/** Reads a name or an object, and fills in the defaults: a constant rate if there is nothing. */
export const scheduleSchema: z.ZodType<ScheduleConfig> = z
  .preprocess((value) => (typeof value === 'string' ? { type: value } : value), kinds)
  .prefault({ type: 'constant' });

/** The schedule that a config names, for epochs of so many steps. */
export const createSchedule = (config: ScheduleConfig, peak: number, stepsPerEpoch: number): LearningRateSchedule => {
  if (config.type === 'constant') return constant(peak);
  const { from, to, floor } = config;
  return linearDecay({ peak, floor: floor * peak, from: from * stepsPerEpoch, to: to * stepsPerEpoch, of: 'step' });
};
