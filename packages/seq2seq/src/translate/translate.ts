import { ConfigError, disposeTree, tokenBatch } from '@seq2seq/core';
import {
  beam,
  greedy,
  type Hypothesis,
  lengthNormalization,
  search,
  type SearchStrategy,
  type SearchWatch,
} from '@seq2seq/search';
import { yieldRegularly } from '@seq2seq/train';
import { encodeSource, type EncodedSource, type UnknownToken } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { beginSearch, toStepModel } from './to-step-model.ts';

export type TranslateOptions = {
  /** K: how many hypotheses are followed; 1 is greedy, unless nBest asks for more. Default 5. */
  readonly beam?: number;
  /** How many translations of each source to give, best first. Default 1. */
  readonly nBest?: number;
  /** α of the length normalisation 1 / T^α; the end of sentence counts. Default 0.7. */
  readonly alpha?: number;
  /** Most tokens of an output, the end of sentence included. Default: the config's. */
  readonly maxLength?: number;
  /** Whether to keep where each token looked, a row of numbers for each token of each hypothesis. Default true. */
  readonly alignments?: boolean;
  /** Sources searched side by side; changes the speed, not the results. Default 32. */
  readonly batchSize?: number;
  /** Aborting rejects with the signal's reason after the present step. */
  readonly signal?: AbortSignal;
};

/** One output for one source. */
export type Translation = {
  readonly text: string;
  /** The output's tokens, without the end of sentence. */
  readonly tokens: readonly string[];
  /** Sum of the log-probabilities, end of sentence included, in nats. */
  readonly logProb: number;
  /** What translations are ranked by: logProb / T^α. */
  readonly score: number;
  /** Whether the model ended it, rather than maxLength. */
  readonly finished: boolean;
  /** Where each token looked: [T][S], the last row for the end of sentence; with models that attend, unless not wanted. */
  readonly alignment?: readonly Float32Array[];
};

/** A source and what became of it. */
export type TranslatedText = {
  /** The source's tokens; the alignment's columns are these and the end of sentence. */
  readonly sourceTokens: readonly string[];
  /** What the vocabulary lacks and the model therefore could not see. */
  readonly unknown: readonly UnknownToken[];
  /** Best first; a source without tokens has none. */
  readonly translations: readonly Translation[];
};

/** Texts in, texts out. Results do not depend on what else is in the batch. */
export const translate = (
  textModel: TextModel,
  texts: readonly string[],
  options: TranslateOptions = {},
): Promise<readonly TranslatedText[]> =>
  translateTokens(
    textModel,
    texts.map((text) => textModel.source.tokenizer.tokenize(text)),
    options,
  );

/** The same for sources that are cut into tokens already. */
export const translateTokens = async (
  textModel: TextModel,
  sources: readonly (readonly string[])[],
  options: TranslateOptions = {},
): Promise<readonly TranslatedText[]> => {
  const { batchSize = 32, maxLength = textModel.config.text.maxLength, alignments = true, signal } = options;
  // Before anything is computed, so that a wrong option is an error even where there is nothing to translate.
  const strategy = strategyOf(options);
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new ConfigError(`translate: batchSize is ${batchSize}; give a whole number above 0.`, 'batchSize');
  }
  const watch = { signal, onStep: yieldRegularly() };
  const encoded = sources.map((tokens) => encodeSource(tokens, textModel.source));
  // Alike lengths side by side: less padding to compute.
  const order = encoded
    .map((source, index) => ({ source, index }))
    .filter(({ source }) => source.tokens.length > 0)
    .toSorted((a, b) => a.source.ids.length - b.source.ids.length);
  const found = new Map<number, readonly Hypothesis[]>();
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize);
    const hypotheses = await searchBatch(
      textModel,
      batch.map(({ source }) => source),
      { strategy, maxLength, alignments, watch },
    );
    batch.forEach(({ index }, row) => found.set(index, hypotheses[row] as readonly Hypothesis[]));
  }
  return encoded.map(({ tokens, ids, unknown }, index) => ({
    sourceTokens: tokens,
    unknown,
    translations: (found.get(index) ?? []).map((hypothesis) => translationOf(textModel, hypothesis, ids.length)),
  }));
};

const strategyOf = ({ beam: width = 5, nBest = 1, alpha = 0.7 }: TranslateOptions): SearchStrategy => {
  const lengthPenalty = lengthNormalization(alpha);
  return width === 1 && nBest === 1 ? greedy({ lengthPenalty }) : beam({ width, nBest, lengthPenalty });
};

const searchBatch = async (
  { model, source, target }: TextModel,
  batch: readonly EncodedSource[],
  how: {
    readonly strategy: SearchStrategy;
    readonly maxLength: number;
    readonly alignments: boolean;
    readonly watch: SearchWatch;
  },
): Promise<readonly (readonly Hypothesis[])[]> => {
  const sources = tokenBatch(
    batch.map(({ ids }) => ids),
    source.vocabulary.pad,
  );
  try {
    return await search(
      toStepModel(model, how),
      beginSearch(model, sources),
      { sources: batch.length, bos: target.vocabulary.bos, eos: target.vocabulary.eos, maxLength: how.maxLength },
      how.strategy,
      how.watch,
    );
  } finally {
    disposeTree(sources);
  }
};

const translationOf = ({ target }: TextModel, hypothesis: Hypothesis, sourceLength: number): Translation => {
  const tokens = target.vocabulary.decode(hypothesis.tokens);
  return {
    text: target.tokenizer.detokenize(tokens),
    tokens,
    logProb: hypothesis.logProb,
    score: hypothesis.score,
    finished: hypothesis.finished,
    // Columns behind the source's own length are padding for the sake of its neighbours in the batch.
    ...(hypothesis.alignment && { alignment: hypothesis.alignment.map((weights) => weights.slice(0, sourceLength)) }),
  };
};
