// What hypotheses are ranked by, as a config says it: a formula by its name, and its numbers.
import {
  lengthNormalization,
  type LengthPenalty,
  noLengthPenalty,
  type ScoringOptions,
  sockeyeLengthPenalty,
  summaryCoverage,
  wuCoverage,
  wuLengthPenalty,
} from '@seq2seq/search';
import * as z from 'zod';
import { strictObject } from '../config/strict-object.ts';
import { type ShapesOfTypes, typeUnion } from './type-union.ts';
import type { Written } from './written.ts';

/** lp(T), what a log-probability is divided by. T is the number of tokens, the end of sentence included. */
type LengthPenaltyConfig =
  | { readonly type: 'none' }
  /** T^alpha */
  | { readonly type: 'power'; readonly alpha: number }
  /** ((5 + T) / 6)^alpha */
  | { readonly type: 'wu'; readonly alpha: number }
  /** ((beta + T) / (beta + 1))^alpha */
  | { readonly type: 'sockeye'; readonly alpha: number; readonly beta: number };

/** cp, added for where an output has looked: `wu` for what it left out, `summary` for what it looked at again. */
type CoverageConfig = { readonly type: 'wu' | 'summary'; readonly beta: number };

/** score = (log P + r · T) / lp(T) + cp, with every default filled in. */
export type ScoringConfig = {
  readonly lengthPenalty: LengthPenaltyConfig;
  /** r: nats for each token. */
  readonly wordReward: number;
  readonly coverage?: CoverageConfig;
  /** γ: the log-probability of the end of sentence counts γ · S / T times. */
  readonly eosNormalization?: number;
};

/** A scoring as one writes it; by default T^0.7 alone. */
export type ScoringConfigInput = {
  readonly lengthPenalty?: Written<LengthPenaltyConfig>;
  readonly wordReward?: number;
  readonly coverage?: CoverageConfig['type'] | (Partial<CoverageConfig> & Pick<CoverageConfig, 'type'>);
  readonly eosNormalization?: number;
};

const fromZero = z.number().min(0);
const alpha = fromZero.default(0.7);

/** Length penalties and their options. */
export const shapesOfLengthPenalties: ShapesOfTypes = {
  none: {},
  power: { alpha },
  wu: { alpha },
  sockeye: { alpha: fromZero.default(1), beta: fromZero.default(0) },
};

/** Coverage penalties and their options. */
export const shapesOfCoverages: ShapesOfTypes = {
  wu: { beta: fromZero.default(0.2) },
  summary: { beta: fromZero.default(5) },
};

/** What there is to say of a scoring. */
export const scoringShape: ShapesOfTypes[string] = {
  lengthPenalty: typeUnion<LengthPenaltyConfig>('length penalty', shapesOfLengthPenalties).prefault('power'),
  wordReward: z.number().default(0),
  coverage: z.exactOptional(typeUnion<CoverageConfig>('coverage penalty', shapesOfCoverages)),
  eosNormalization: z.exactOptional(z.number().positive()),
};

export const scoringSchema: z.ZodType<ScoringConfig> = strictObject(scoringShape).prefault(
  {},
) as unknown as z.ZodType<ScoringConfig>;

/** The options of a strategy that a scoring names. */
export const createScoring = ({
  lengthPenalty,
  wordReward,
  coverage,
  eosNormalization,
}: ScoringConfig): ScoringOptions => ({
  lengthPenalty: createLengthPenalty(lengthPenalty),
  wordReward,
  ...(coverage && { coverage: (coverage.type === 'wu' ? wuCoverage : summaryCoverage)(coverage.beta) }),
  ...(eosNormalization !== undefined && { eosNormalization }),
});

const createLengthPenalty = (config: LengthPenaltyConfig): LengthPenalty => {
  if (config.type === 'none') return noLengthPenalty;
  if (config.type === 'sockeye') return sockeyeLengthPenalty(config.alpha, config.beta);
  return (config.type === 'wu' ? wuLengthPenalty : lengthNormalization)(config.alpha);
};
