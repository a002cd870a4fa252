// A config becomes a search.
import {
  beam,
  diverseBeam,
  exhaustive,
  greedy,
  minimumBayesRisk,
  sampling,
  type ScoringOptions,
  type SearchStrategy,
  withLimits,
} from '@seq2seq/search';
import { stochasticBeam } from '@seq2seq/search/stochastic-beam';
import { createScoring } from './scoring-config.ts';
import type { SearchConfig, StrategyConfig } from './search-config.ts';
import { utilities } from './utility.ts';

/** A strategy, and what of its config a task or a trace has to know. */
export type CreatedSearch = {
  readonly strategy: SearchStrategy;
  /** What it ranks by, or minimum Bayes risk what it ranks the outputs of. */
  readonly scoring: ScoringOptions;
  readonly maxLengthFactor?: number;
};

/** The search that a config names. */
export const createSearch = (config: SearchConfig): CreatedSearch => {
  const { maxLengthFactor, ...limits } = config.limits;
  const { scoring } = config.type === 'minimum-bayes-risk' ? config.over : config;
  const options = createScoring(scoring);
  const isLimited = limits.maxSteps !== undefined || limits.timeLimitMs !== undefined;
  const strategy = createUnlimited(config, options);
  return {
    strategy: isLimited ? withLimits(strategy, { ...limits, now: () => performance.now() }) : strategy,
    scoring: options,
    ...(maxLengthFactor !== undefined && { maxLengthFactor }),
  };
};

const createUnlimited = (config: SearchConfig, scoring: ScoringOptions): SearchStrategy => {
  if (config.type !== 'minimum-bayes-risk') return createStrategy(config, scoring);
  const { over, utility, weights, nBest } = config;
  return minimumBayesRisk({ over: createStrategy(over, scoring), utility: utilities[utility], weights, nBest });
};

const createStrategy = (config: StrategyConfig, scoring: ScoringOptions): SearchStrategy => {
  const options = { ...config, ...scoring };
  if (options.type === 'greedy') return greedy(options);
  if (options.type === 'beam') return beam(options);
  if (options.type === 'diverse-beam') return diverseBeam(options);
  if (options.type === 'sampling') return sampling(options);
  return options.type === 'stochastic-beam' ? stochasticBeam(options) : exhaustive(options);
};
