// Sources side by side as one search sees them: one model, or several as one, and their first state.
import { ConfigError, disposeTree, type Seq2SeqModel, type SourceBatch, type TensorTree } from '@seq2seq/core';
import {
  type Constraint,
  ensemble,
  type EnsembleOptions,
  type SearchRequest,
  shallowFusion,
  type StepModel,
} from '@seq2seq/search';
import type { Vocabulary } from '@seq2seq/text';
import { type EncodedSide, sourceBatchOf } from '../training/source-batch-of.ts';
import type { SearchPlan } from './plan-search.ts';
import { beginSearch, beginTexts, type SearchRows, toStepModel } from './to-step-model.ts';
import type { LanguageModelOptions } from './translate-options.ts';

/** A model as it is searched. */
export type SearchedModel = {
  readonly model: Seq2SeqModel;
  /** Fills up sources of tokens. */
  readonly pad: number;
  /** Whether its alignments can be averaged with those of the first: the columns mean the same. */
  readonly alignsLikeFirst: boolean;
};

/** All that decide together. */
export type SearchedModels = {
  /** One at least. */
  readonly models: readonly SearchedModel[];
  readonly target: Vocabulary;
  readonly ensemble?: EnsembleOptions;
  readonly languageModel?: LanguageModelOptions;
};

/** A source as it is searched. */
export type SearchedSource = {
  /** As each of the models reads it. */
  readonly sides: readonly EncodedSide[];
  /** S: how many positions the first model can look at. */
  readonly length: number;
  readonly seed: number;
  readonly constraints: readonly Constraint[];
};

/** What `search` of `@seq2seq/search` takes; it owns `start` from there on. */
export type OpenBatch = {
  readonly model: StepModel<unknown>;
  readonly start: unknown;
  readonly request: SearchRequest;
};

/** Reads the sources of a batch with every model. */
export const openBatch = (searched: SearchedModels, batch: readonly SearchedSource[], plan: SearchPlan): OpenBatch => {
  const { target, languageModel } = searched;
  const opened: Opened[] = [];
  try {
    for (const [m, member] of searched.models.entries()) {
      const sides = batch.map((source) => source.sides[m] as EncodedSide);
      opened.push(openModel(member, sides, plan.readsAlignments && member.alignsLikeFirst));
    }
    const joined = joinModels(opened, searched.ensemble);
    return {
      ...(languageModel ? withLanguageModel(joined, languageModel, batch.length, target) : joined),
      request: requestOf(batch, plan, target),
    };
  } catch (error) {
    for (const { model, start } of opened) model.release(start);
    throw error;
  }
};

type Opened = { readonly model: StepModel<SearchRows>; readonly start: SearchRows };
type Joined = Pick<OpenBatch, 'model' | 'start'>;

const openModel = ({ model, pad }: SearchedModel, sides: readonly EncodedSide[], alignments: boolean): Opened => {
  const sources = sourceBatchOf(sides, { pad, vocabularySize: model.targetVocabularySize });
  const { copies } = sources;
  try {
    return {
      model: toStepModel(model, { alignments, copyGates: alignments, ...(copies && { copies }) }),
      start: beginSearch(model, sources),
    };
  } finally {
    disposeTree(tensorsOf(sources));
  }
};

const joinModels = (opened: readonly Opened[], options: EnsembleOptions = {}): Joined => {
  const [first] = opened;
  if (first && opened.length === 1) return first;
  return {
    model: ensemble(
      opened.map(({ model }) => model),
      options,
    ),
    start: opened.map(({ start }) => start),
  };
};

const withLanguageModel = (
  { model, start }: Joined,
  { model: languageModel, weight, endByModel = false }: LanguageModelOptions,
  count: number,
  { eos }: Vocabulary,
): Joined => {
  if (model.vocabularySize !== languageModel.targetVocabularySize) {
    throw new ConfigError(
      `translate: languageModel: expected the ${model.vocabularySize} tokens of the outputs, got ${languageModel.targetVocabularySize}; ` +
        'use a language model of the same target vocabulary, and with a model that copies none.',
      'languageModel',
    );
  }
  const fusion = { weight, ...(endByModel && { endByModel: eos }) };
  return {
    model: shallowFusion(model, toStepModel(languageModel), fusion),
    start: [start, beginTexts(languageModel, count)],
  };
};

const requestOf = (
  batch: readonly SearchedSource[],
  { maxLength, maxLengthFactor }: SearchPlan,
  { bos, eos }: Vocabulary,
): SearchRequest => ({
  ...{ sources: batch.length, bos, eos, maxLength },
  ...(maxLengthFactor !== undefined && { maxLengthFactor }),
  sourceLengths: batch.map(({ length }) => length),
  seeds: batch.map(({ seed }) => seed),
  constraints: (row) => batch[row]?.constraints ?? [],
});

const tensorsOf = ({ copies, ...tensors }: SourceBatch): TensorTree => ({
  ...tensors,
  ...(copies && { copies: copies.ids }),
});
