/**
 * Sequence-to-sequence models with attention: a config becomes a model, the model learns from pairs of texts, and translates.
 *
 * @packageDocumentation
 */

// Where tensors are computed
export { type BackendName, backendNames, type BackendOptions, useBackend } from './backend/use-backend.ts';

// A config becomes a model
export {
  type AttentionConfig,
  type KindConfig,
  type OutputConfig,
  type ModelConfig,
  type ModelConfigInput,
  parseModelConfig,
  type StackConfig,
  type VocabularyConfig,
} from './config/model-config.ts';
export type { OptimizerConfig, OptimizerConfigInput } from './config/optimizer-config.ts';
export type { ScheduleConfig, ScheduleConfigInput } from './config/schedule-config.ts';
export {
  formatVersion,
  resolveRunConfig,
  resolveTextConfig,
  type RunConfig,
  type RunConfigInput,
  type TextConfig,
  type TrainingConfig,
} from './config/run-config.ts';
export { buildModel, type BuildOptions, type ModelConfigWith } from './model/build-model.ts';
export { builtInScorers, type ScorerCatalog, type ScorerConfigOf } from './model/catalog.ts';

// A model with its texts
export { encodeSource, type EncodedSource, type UnknownToken } from './text/encode-source.ts';
export { decodeModel, encodeModel, type ModelFiles, modelFileNames } from './text/model-files.ts';
export { planTextModel, type TextModelPlan } from './text/plan-text-model.ts';
export { textModelFor, type TextModelForOptions } from './text/text-model-for.ts';
export { createTextModel, type TextModel, type TextModelOptions, type TextSide } from './text/text-model.ts';

// The model learns
export { type EncodedPair, type PairBatch, pairBatches } from './training/pair-batches.ts';
export {
  createTextTrainer,
  type TextTrainer,
  type TextTrainerOptions,
  type TokenPair,
} from './training/text-trainer.ts';
export { trainableModel, type TrainableOptions } from './training/trainable.ts';

// and translates
export { beginSearch, type SearchRows, type StepModelOptions, toStepModel } from './translate/to-step-model.ts';
export {
  translate,
  type TranslatedText,
  translateTokens,
  type TranslateOptions,
  type Translation,
} from './translate/translate.ts';
