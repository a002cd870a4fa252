// Choosing the output: greedy, beam and exhaustive search over anything that scores the next token.

// The loop, what it is asked and what it finds.
export { search, type SearchWatch } from './search.ts';
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
export { beam, type BeamOptions } from './strategy/beam.ts';
export { exhaustive, type ExhaustiveOptions } from './strategy/exhaustive.ts';

// What hypotheses are ranked by.
export { lengthNormalization, type LengthPenalty } from './scoring/length-penalty.ts';

// What goes wrong.
export { SearchError, type SearchErrorDetails } from './search-error.ts';
