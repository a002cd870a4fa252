/**
 * Sequence-to-sequence models with attention: a config becomes a model, the model learns from pairs of texts, and translates.
 *
 * @packageDocumentation
 */

// Where tensors are computed
export { type BackendName, backendNames, type BackendOptions, useBackend } from './backend/use-backend.ts';

// A config becomes a model
export type {
  AttentionConfig,
  AttentionInput,
  CellConfig,
  CellInput,
  DecoderConfig,
  DecoderInput,
  EncoderConfig,
  EncoderInput,
  FactorConfig,
  FrameSourceConfig,
  LookConfig,
  LookInput,
  ModelConfig,
  ModelConfigInput,
  SourceInput,
  TokenSourceConfig,
  VariationalDropoutConfig,
  VocabularyConfig,
  VocabularyInput,
} from './config/model-config.ts';
export { type ModelKey, modelKeys } from './config/model-keys.ts';
export { parseModelConfig } from './config/parse-model-config.ts';
export {
  type LanguageModelConfig,
  type LanguageModelConfigInput,
  parseLanguageModelConfig,
} from './config/language-model-config.ts';
export type { OptimizerConfig, OptimizerConfigInput } from './config/optimizer-config.ts';
export type { ScheduleConfig, ScheduleConfigInput } from './config/schedule-config.ts';
export {
  formatVersion,
  resolveRunConfig,
  resolveTextConfig,
  type RunConfig,
  type RunConfigInput,
  type TextModelConfig,
  type TrainingConfig,
  type VocabularySizes,
} from './config/run-config.ts';
export type { SideTextConfig, TextConfig, TextConfigInput } from './config/text-config.ts';
export { buildModel, type BuildOptions } from './model/build-model.ts';
export { buildLanguageModel, type LanguageModelConfigWith } from './model/build-language-model.ts';
// Kinds by name, and what a config may say of them
export { type BuiltInKinds, builtIn, builtInScorers, type Catalog, catalogOf } from './catalog/catalog.ts';
export type { KindConfigOf, ModelConfigWith, RunConfigWith, ScorerConfigOf } from './catalog/config-of.ts';
export type { KindConfig } from './catalog/kind-schema.ts';

// A model with its texts
export { encodeSource, type EncodedSource, type UnknownToken } from './text/encode-source.ts';
export {
  decodeModel,
  encodeModel,
  factorFileName,
  isModelFile,
  type ModelFiles,
  modelFileNames,
} from './text/model-files.ts';
export { type KnownVectors, type SideVectors, withVectors } from './text/known-vectors.ts';
export { checkFactors, type FactorForm } from './text/split-factors.ts';
export { factorFormOf, planTextModel, type TextModelPlan } from './text/plan-text-model.ts';
export { type TextModelFor, textModelFor, type TextModelForOptions } from './text/text-model-for.ts';
export {
  createTextModel,
  type SourceSide,
  type TextModel,
  type TextModelOptions,
  type TextSide,
} from './text/text-model.ts';

// The model learns
export { type EncodedPair, type Frame, type PairBatch, pairBatches } from './training/pair-batches.ts';
export {
  createTextTrainer,
  type TextTrainer,
  type TextTrainerOptions,
  type TokenPair,
} from './training/text-trainer.ts';
export { type EncodedSequence, type SequenceBatch, sequenceBatches } from './training/sequence-batches.ts';
export { trainableModel, type TrainableOptions } from './training/trainable.ts';
export { trainableLanguageModel } from './training/trainable-language-model.ts';
export type { TeachingOptions } from './training/taught-tokens.ts';

// and translates
export {
  beginSearch,
  beginTexts,
  type SearchableModel,
  type SearchRows,
  type StepModelOptions,
  toStepModel,
} from './translate/to-step-model.ts';
export type { TranslatedText } from './translate/searched-texts.ts';
export type { TextConstraints } from './translate/text-constraints.ts';
export { type FrameModel, translateFrames } from './translate/translate-frames.ts';
export type {
  LanguageModelOptions,
  ModelsBeside,
  TranslateOptions,
  TranslateTextsOptions,
} from './translate/translate-options.ts';
export { translate, translateTokens } from './translate/translate.ts';
export type { Translation } from './translate/translation.ts';
// by a search that a config names,
export { parseSearchConfig } from './search-config/parse-search-config.ts';
export type { ScoringConfig, ScoringConfigInput } from './search-config/scoring-config.ts';
export type { SearchConfig, SearchConfigInput } from './search-config/search-config.ts';
// which can be watched
export {
  type SearchTrace,
  type TracedStep,
  type TracedToken,
  traceSearch,
  type TraceSearchOptions,
} from './translate/trace-search.ts';
export { translateSteps } from './translate/translate-steps.ts';
// and says how probable given texts are
export {
  score,
  type ScoredPair,
  type ScoredPairs,
  type ScoredTokenPair,
  type ScoreOptions,
  scoreTokens,
  type TextPair,
} from './score/score.ts';
export { type ScoredSequence, scoreSequences } from './score/score-sequences.ts';
export { type Utility, utilityOf, utilityOfText } from './score/utility-of.ts';
// What was found, told of texts: unknown words replaced, parts that belong together.
export { parseDictionary } from './surface/parse-dictionary.ts';
export {
  type Replacement,
  replacementsOf,
  replaceUnknown,
  type ReplaceUnknownOptions,
} from './surface/replace-unknown.ts';
export {
  type SurfaceAlignment,
  surfaceAlignment,
  type SurfaceAlignmentOptions,
  type SurfaceLink,
  type SurfaceText,
} from './surface/surface-alignment.ts';
export type { SurfaceAlignmentRows } from './surface/check-alignment.ts';
export { type Span, tokenSpans, type TokenSpanOptions, withoutMarker } from './surface/token-spans.ts';
export { type TokenGroup, wordAlignment } from './surface/word-alignment.ts';
export { type SurfaceWord, surfaceWords, wordSpans } from './surface/word-spans.ts';
