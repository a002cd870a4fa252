// What there is to say of a search: which types there are, the options of each, and what they are where nothing is said.
import * as z from 'zod';
import { strictObject } from '../config/strict-object.ts';
import { scoringSchema } from './scoring-config.ts';
import type { SearchLimitsConfig, StrategyConfig } from './search-config.ts';
import { type ShapesOfTypes, typeUnion } from './type-union.ts';
import { type UtilityName, utilities } from './utility.ts';

const count = z.int().min(1);
const share = z.exactOptional(z.number().gt(0).max(1));
const seed = z.int().default(0);
const stop = z.enum(['bound', 'first', 'all']).default('bound');

/** Strategies that find outputs, and their own options. */
export const shapesOfStrategies: ShapesOfTypes = {
  greedy: {},
  beam: { width: count.default(5), nBest: count.default(1), stop },
  'diverse-beam': {
    width: count.default(6),
    groups: count.default(3),
    strength: z.number().min(0).default(0.5),
    nBest: z.exactOptional(count),
    stop,
  },
  sampling: {
    samples: count.default(1),
    seed,
    temperature: z.number().positive().default(1),
    topK: z.exactOptional(count),
    topP: share,
    minP: share,
    typicalP: share,
    epsilon: share,
  },
  'stochastic-beam': { width: count.default(5), seed },
  exhaustive: { nBest: count.default(1), maxRows: count.default(65_536) },
};

/** When a search ends, whatever its strategy. */
export const limitsShape: ShapesOfTypes[string] = {
  maxSteps: z.exactOptional(count),
  timeLimitMs: z.exactOptional(z.number().positive()),
  maxLengthFactor: z.exactOptional(z.number().positive()),
};

const withScoring = (more: ShapesOfTypes[string]): ShapesOfTypes =>
  Object.fromEntries(
    Object.entries(shapesOfStrategies).map(([type, shape]) => [type, { ...shape, scoring: scoringSchema, ...more }]),
  );

/** What ranks the outputs of a strategy. */
export const shapeOfMinimumBayesRisk: ShapesOfTypes[string] = {
  over: typeUnion<StrategyConfig>('strategy', withScoring({})).prefault({ type: 'sampling', samples: 16 }),
  utility: z.enum(Object.keys(utilities) as UtilityName[]).default('edit-similarity'),
  // What is drawn comes as often as it is probable; what a beam finds comes once.
  weights: z.exactOptional(z.enum(['uniform', 'probability'])),
  nBest: count.default(1),
};

const limits = strictObject(limitsShape).prefault({}) as unknown as z.ZodType<SearchLimitsConfig>;

/** All searches with all their options. */
export const shapesOfSearches: ShapesOfTypes = {
  ...withScoring({ limits }),
  'minimum-bayes-risk': { ...shapeOfMinimumBayesRisk, limits },
};
