import type { LanguageModel } from '@seq2seq/core';
import type { EnsembleOptions, SearchStrategy } from '@seq2seq/search';
import type { SearchConfigInput } from '../search-config/search-config.ts';
import type { TextModel } from '../text/text-model.ts';
import type { TextConstraints } from './text-constraints.ts';

/** How outputs are looked for, whatever the sources are. */
export type TranslateOptions = {
  /** K: how many hypotheses are followed; 1 is greedy, unless nBest asks for more. Default 5. */
  readonly beam?: number;
  /** How many translations of each source to give, best first. Default 1. */
  readonly nBest?: number;
  /** α of the length normalisation 1 / T^α; the end of sentence counts. Default 0.7. */
  readonly alpha?: number;
  /** Instead of the three above any search: a config, `'greedy'` or `{ type: 'sampling', topP: 0.9 }`, or a strategy of your own. */
  readonly search?: SearchConfigInput | SearchStrategy;
  /** What outputs must obey: of all sources, or a list with one for each. */
  readonly constraints?: TextConstraints | readonly TextConstraints[];
  /**
   * For each source a whole number that what is drawn for it follows from, beside the seed of the search. By default it follows from what
   * the model reads, so that equal sources draw the same wherever they stand.
   */
  readonly seeds?: readonly number[];
  /** Helps with what it knows of the language: log P + weight · its log P. For models that do not copy. */
  readonly languageModel?: LanguageModelOptions;
  /** Most tokens of an output, the end of sentence included. Default: the config's. */
  readonly maxLength?: number;
  /** Whether to keep where each token looked, a row of numbers for each token of each hypothesis. Default true. */
  readonly alignments?: boolean;
  /** Sources searched side by side; changes the speed, not the results. Default 32. */
  readonly batchSize?: number;
  /** Aborting rejects with the signal's reason after the present step. */
  readonly signal?: AbortSignal;
};

/** A language model with the tokens of the target vocabulary, in its order. */
export type LanguageModelOptions = {
  readonly model: LanguageModel;
  /** λ, above 0. */
  readonly weight: number;
  /** Whether the translating model alone scores the end of sentence. Default false. */
  readonly endByModel?: boolean;
};

/** How texts are translated. */
export type TranslateTextsOptions = TranslateOptions & {
  /** Further models with the same target vocabulary that decide together with the first. */
  readonly ensemble?: ModelsBeside;
};

/** The others of an ensemble; weights begin with that of the first model. */
export type ModelsBeside = EnsembleOptions & { readonly models: readonly TextModel[] };
