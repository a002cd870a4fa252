// Sources of any sort, searched side by side.
import { ConfigError, disposeTree, type Seq2SeqModel, type SourceBatch, type TensorTree } from '@seq2seq/core';
import {
  beam,
  greedy,
  type Hypothesis,
  lengthNormalization,
  search,
  type SearchStrategy,
  type SearchWatch,
} from '@seq2seq/search';
import type { Vocabulary } from '@seq2seq/text';
import { yieldRegularly } from '@seq2seq/train';
import { type EncodedSide, sourceBatchOf } from '../training/source-batch-of.ts';
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

/** A model as it is searched: what fills up its sources, and what its outputs are made of. */
export type SearchedModel = {
  readonly model: Seq2SeqModel;
  /** Fills up sources of tokens. */
  readonly pad: number;
  readonly target: Vocabulary;
};

/**
 * The best outputs for each source, best first. Results do not depend on what else is in the batch.
 *
 * @param sources - as a model reads them; undefined where there is nothing to read, which has no output
 * @throws ConfigError or SearchError if an option is out of range
 */
export const searchSources = async (
  searched: SearchedModel,
  sources: readonly (EncodedSide | undefined)[],
  options: TranslateOptions & { readonly maxLength: number },
): Promise<readonly (readonly Hypothesis[])[]> => {
  const { batchSize = 32, maxLength, alignments = true, signal } = options;
  // Before anything is computed, so that a wrong option is an error even where there is nothing to translate.
  const strategy = strategyOf(options);
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new ConfigError(`translate: batchSize is ${batchSize}; give a whole number above 0.`, 'batchSize');
  }
  const how = { strategy, maxLength, alignments, watch: { signal, onStep: yieldRegularly() } };
  // Alike lengths side by side: less padding to compute.
  const order = sources
    .flatMap((source, index) => (source ? [{ source, index }] : []))
    .toSorted((a, b) => a.source.source.length - b.source.source.length);
  const found: (readonly Hypothesis[])[] = sources.map(() => []);
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize);
    const hypotheses = await searchBatch(
      searched,
      batch.map(({ source }) => source),
      how,
    );
    for (const [row, { index }] of batch.entries()) found[index] = hypotheses[row] as readonly Hypothesis[];
  }
  return found;
};

const strategyOf = ({ beam: width = 5, nBest = 1, alpha = 0.7 }: TranslateOptions): SearchStrategy => {
  const lengthPenalty = lengthNormalization(alpha);
  return width === 1 && nBest === 1 ? greedy({ lengthPenalty }) : beam({ width, nBest, lengthPenalty });
};

const searchBatch = async (
  { model, pad, target }: SearchedModel,
  batch: readonly EncodedSide[],
  how: {
    readonly strategy: SearchStrategy;
    readonly maxLength: number;
    readonly alignments: boolean;
    readonly watch: SearchWatch;
  },
): Promise<readonly (readonly Hypothesis[])[]> => {
  const sources = sourceBatchOf(batch, { pad, vocabularySize: model.targetVocabularySize });
  const { alignments } = how;
  try {
    return await search(
      toStepModel(model, { alignments, copyGates: alignments, ...(sources.copies && { copies: sources.copies }) }),
      beginSearch(model, sources),
      { sources: batch.length, bos: target.bos, eos: target.eos, maxLength: how.maxLength },
      how.strategy,
      how.watch,
    );
  } finally {
    disposeTree(tensorsOf(sources));
  }
};

const tensorsOf = ({ copies, ...tensors }: SourceBatch): TensorTree => ({
  ...tensors,
  ...(copies && { copies: copies.ids }),
});
