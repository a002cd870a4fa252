// Choosing the output: greedy, beam and exhaustive search over anything that scores the next token.

// The loop, what it is asked and what it finds.
export { search, type SearchRequest, type SearchWatch } from './search.ts';
export type { Hypothesis } from './hypothesis.ts';
export type { SearchTask } from './strategy/strategy.ts';

// What any model must offer.
export type {
  Awaitable,
  CandidateRequest,
  Candidates,
  CandidateScores,
  FullScores,
  PickedScores,
  StepModel,
  StepResult,
  StepScores,
} from './step-model.ts';
export { prefixModel, type PrefixModel, type PrefixModelOptions, type PrefixRows } from './prefix-model.ts';

// Who chooses.
export type { Expansion, SearchRun, SearchStrategy } from './strategy/strategy.ts';
export { greedy, type GreedyOptions } from './strategy/greedy.ts';
export { beam } from './strategy/beam.ts';
export type { BeamOptions, StopRule } from './strategy/beam-run.ts';
export { diverseBeam, type DiverseBeamOptions } from './strategy/diverse-beam.ts';
export { exhaustive, type ExhaustiveOptions } from './strategy/exhaustive.ts';
export { sampling, type SamplingOptions } from './strategy/sampling.ts';
export type { NextTokenFilters } from './strategy/next-token-filters.ts';
export { minimumBayesRisk, type MinimumBayesRiskOptions } from './strategy/minimum-bayes-risk.ts';
export { withLimits, type SearchLimits } from './strategy/with-limits.ts';

// Several models as one, and a second look at what was found.
export { ensemble, type EnsembleOptions } from './ensemble/ensemble.ts';
export type { ModelsOf } from './ensemble/joint-model.ts';
export { shallowFusion, type ShallowFusionOptions } from './ensemble/shallow-fusion.ts';
export {
  noisyChannel,
  rerank,
  reversedTarget,
  reversedTokens,
  type NoisyChannelOptions,
  type Rescore,
  type ReversedTargetOptions,
} from './ensemble/rerank.ts';

// What outputs must obey.
export type { Constraint, ConstraintPlace, Constraints, RowConstraint } from './constraint/constraint.ts';
export { allowedTokens, bannedTokens, forcedPrefix } from './constraint/token-constraints.ts';
export { maximumLength, minimumLength } from './constraint/length-constraints.ts';
export { bannedPhrases, noRepeatedNgrams, repetitionPenalty } from './constraint/repetition-constraints.ts';
export { requiredPhrases, type RequiredPhrasesOptions } from './constraint/required-phrases.ts';
export { finiteState, type TokenAutomaton } from './constraint/finite-state.ts';

// A search as it happens.
export { searchSteps } from './trace/search-steps.ts';

// What hypotheses are ranked by.
export { scoring, type ScoringOptions } from './scoring/scorer.ts';
export {
  lengthNormalization,
  noLengthPenalty,
  sockeyeLengthPenalty,
  wuLengthPenalty,
  type LengthPenalty,
} from './scoring/length-penalty.ts';
export { summaryCoverage, wuCoverage, type CoveragePenalty } from './scoring/coverage-penalty.ts';

// What goes wrong.
export { SearchError, type SearchErrorDetails } from './search-error.ts';
