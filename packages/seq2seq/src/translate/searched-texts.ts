// Texts on their way into a search and out of it again: tokens, numbers for every model, constraints, and what was found in words.
import type { Hypothesis } from '@seq2seq/search';
import { encodeSource, type EncodedSource, type UnknownToken } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import type { EncodedSide } from '../training/source-batch-of.ts';
import { checkCount, constraintsOfSources } from './constraints-of-sources.ts';
import { modelsOf } from './models-of-ensemble.ts';
import type { SearchedModels, SearchedSource } from './open-batch.ts';
import { planSearch, type SearchPlan } from './plan-search.ts';
import { seedOfSource } from './source-seed.ts';
import type { TranslateTextsOptions } from './translate-options.ts';
import { type Translation, translationOf } from './translation.ts';

/** A source and what became of it. */
export type TranslatedText = {
  /** The source's tokens, without factors; the alignment's columns are these and the end of sentence. */
  readonly sourceTokens: readonly string[];
  /** What the source vocabulary lacks and the model therefore could not see, though it may have copied it. */
  readonly unknown: readonly UnknownToken[];
  /** Best first; a source without tokens has none. */
  readonly translations: readonly Translation[];
};

/** Texts that are ready to be searched. */
export type SearchedTexts = {
  readonly searched: SearchedModels;
  readonly plan: SearchPlan;
  /** Undefined where there is nothing to read. */
  readonly sources: readonly (SearchedSource | undefined)[];
  /** What was found for a source, in words. */
  told(index: number, found: readonly Hypothesis[], form?: { readonly hasAlignments: boolean }): TranslatedText;
  /** A token of its outputs, special ones included. */
  textOf(index: number, token: number): string;
};

/**
 * @param count - how many sources there are
 * @param tokensOf - the tokens of a source as a model wants them
 * @throws CorpusError if a model reads factors and a source, counted from 1, lacks them; ConfigError or SearchError if an option is wrong
 */
export const searchedTexts = (
  textModel: TextModel,
  count: number,
  tokensOf: (source: number, model: TextModel) => readonly string[],
  options: TranslateTextsOptions,
): SearchedTexts => {
  const { source: side, target } = textModel;
  const plan = planSearch(options, textModel.config.text.maxLength);
  const members = modelsOf(textModel, options.ensemble);
  const encoded = Array.from({ length: count }, (_, index) =>
    members.map((member): EncodedSource => {
      const place = { where: 'sources', line: index + 1 };
      return encodeSource(tokensOf(index, member.textModel), member.textModel.source, place);
    }),
  );
  const first = (index: number): EncodedSource => encoded[index]?.[0] as EncodedSource;
  const constraints = constraintsOfSources(
    options.constraints,
    encoded.map((_, index) => first(index)),
    target,
  );
  checkCount('seeds', options.seeds?.length, count);
  return {
    plan,
    searched: {
      models: members.map(({ searched }) => searched),
      target: target.vocabulary,
      ...(options.ensemble && { ensemble: options.ensemble }),
      ...(options.languageModel && { languageModel: options.languageModel }),
    },
    sources: encoded.map((ofModels, index) => {
      if (first(index).tokens.length === 0) return undefined;
      return {
        sides: ofModels.map(sideOf),
        length: columnsOf(textModel, first(index)),
        seed: options.seeds?.[index] ?? seedOfSource({ source: first(index).ids }),
        constraints: constraints[index] ?? [],
      };
    }),
    textOf: (index, token) => {
      const { size, tokenOf } = target.vocabulary;
      return token < size ? tokenOf(token) : (first(index).copied?.[token - size] ?? '');
    },
    told: (index, found, { hasAlignments } = { hasAlignments: plan.alignments }) => {
      const { tokens, ids, unknown, copied } = first(index);
      const columns = columnsOf(textModel, first(index));
      const form = {
        ...{ target, columns, hasEndColumn: columns === ids.length, hasGates: textModel.model.copies },
        ...{ isReversed: side.isReversed, hasAlignments },
        ...(copied && { copied }),
      };
      return { sourceTokens: tokens, unknown, translations: found.map((each) => translationOf(each, form)) };
    },
  };
};

const sideOf = ({ ids, factors, copyIds }: EncodedSource): EncodedSide => ({
  source: ids,
  ...(factors && { factors }),
  ...(copyIds && { copyIds }),
});

const columnsOf = ({ model }: TextModel, { ids }: EncodedSource): number =>
  model.memoryLength?.(ids.length) ?? ids.length;
