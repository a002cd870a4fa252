/**
 * Where to look: scorers, windows and normalizers, composed into an attention that any decoder of `@seq2seq/core` takes.
 *
 * @packageDocumentation
 */
export { type AttentionParts, composeAttention } from './compose-attention.ts';
export type { AttentionHistory } from './history.ts';
export { joinedAttention, type JoinedHistory, type JoinedKeys } from './joined-attention.ts';
export { multiHeadAttention, type MultiHeadParts } from './multi-head-attention.ts';

// How well each position answers
export { batchedDot } from './scorer/batched-dot.ts';
export { coverageCountScorer, type CoverageCountScorerOptions } from './scorer/coverage-count-scorer.ts';
export { coverageFertilityScorer, type CoverageFertilityScorerOptions } from './scorer/coverage-fertility-scorer.ts';
export { coverageGruScorer, type CoverageGruScorerOptions } from './scorer/coverage-gru-scorer.ts';
export { dotScorer } from './scorer/dot-scorer.ts';
export { generalScorer } from './scorer/general-scorer.ts';
export { learnedScaleDotScorer } from './scorer/learned-scale-dot-scorer.ts';
export { locationScorer, type LocationScorerOptions } from './scorer/location-scorer.ts';
export { locationSensitiveScorer, type LocationSensitiveScorerOptions } from './scorer/location-sensitive-scorer.ts';
export { mlpScorer, type MlpScorerOptions } from './scorer/mlp-scorer.ts';
export { normedMlpScorer, type NormedMlpScorerOptions } from './scorer/normed-mlp-scorer.ts';
export { scaledDotScorer } from './scorer/scaled-dot-scorer.ts';
export { type AttendedStep, type AttentionSizes, defineScorer, type Scorer, type ScorerKind } from './scorer/scorer.ts';

// Which positions may be seen, and how strongly
export { globalWindow } from './window/global-window.ts';
export { monotonicWindow, type MonotonicWindowOptions } from './window/monotonic-window.ts';
export { predictiveWindow, type PredictiveWindowOptions } from './window/predictive-window.ts';
export { type AlignmentWindow, defineWindow, type Visibility, type WindowKind } from './window/window.ts';

// Scores to weights
export { entmax15, entmax15Normalizer } from './normalizer/entmax15.ts';
export { maskedSoftmax, softmaxNormalizer } from './normalizer/masked-softmax.ts';
export { monotonicNormalizer, type MonotonicNormalizerOptions } from './normalizer/monotonic-normalizer.ts';
export {
  defineNormalizer,
  type Normalizer,
  type NormalizerKind,
  type NormalizerStep,
} from './normalizer/normalizer.ts';
export { sparsemax, sparsemaxNormalizer } from './normalizer/sparsemax.ts';
