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
  StepModel,
  StepResult,
  StepScores,
} from './step-model.ts';

// Who chooses.
export type { Expansion, SearchRun, SearchStrategy } from './strategy/strategy.ts';
export { greedy, type GreedyOptions } from './strategy/greedy.ts';
export { beam } from './strategy/beam.ts';
export type { BeamOptions, StopRule } from './strategy/beam-run.ts';
export { exhaustive, type ExhaustiveOptions } from './strategy/exhaustive.ts';

// What outputs must obey.
export type { Constraint, ConstraintPlace, Constraints, RowConstraint } from './constraint/constraint.ts';
export { allowedTokens, bannedTokens, forcedPrefix } from './constraint/token-constraints.ts';
export { maximumLength, minimumLength } from './constraint/length-constraints.ts';
export { bannedPhrases, noRepeatedNgrams, repetitionPenalty } from './constraint/repetition-constraints.ts';
export { requiredPhrases, type RequiredPhrasesOptions } from './constraint/required-phrases.ts';
export { finiteState, type TokenAutomaton } from './constraint/finite-state.ts';
export { regularExpression, type RegularExpressionOptions } from './constraint/regular-expression.ts';

// What hypotheses are ranked by.
export type { ScoringOptions } from './scoring/scorer.ts';
export {
  lengthNormalization,
  noLengthPenalty,
  sockeyeLengthPenalty,
  wuLengthPenalty,
  type LengthPenalty,
} from './scoring/length-penalty.ts';
export { summaryCoverage, wuCoverage, type CoveragePenalty } from './scoring/coverage-penalty.ts';
export { parseScoring, type ScoringConfig } from './scoring/parse-scoring.ts';

// What goes wrong.
export { SearchError, type SearchErrorDetails } from './search-error.ts';
