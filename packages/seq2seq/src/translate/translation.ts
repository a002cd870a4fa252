import type { Hypothesis } from '@seq2seq/search';
import { decodeExtended } from '@seq2seq/text';
import type { EncodedSource } from '../text/encode-source.ts';
import type { TextSide } from '../text/text-model.ts';

/** One output for one source. */
export type Translation = {
  readonly text: string;
  /** The output's tokens, without the end of sentence. */
  readonly tokens: readonly string[];
  /** Sum of the log-probabilities, end of sentence included, in nats. */
  readonly logProb: number;
  /** The log-probability of each token given those before it, that of the end of sentence last, if it is there. */
  readonly tokenLogProbs: readonly number[];
  /** What translations are ranked by: logProb / T^α, or what the search was told. */
  readonly score: number;
  /** Whether the model ended it, rather than maxLength. */
  readonly finished: boolean;
  /**
   * Where each token looked: [T][S], the last row for the end of sentence; with models that attend, unless not wanted. Columns are the
   * source's tokens in its own order and the end of sentence. Where the encoder joins neighbours, as a pyramid does, a column is what it
   * has joined, of the last ones also the end of sentence: [T][memory length].
   */
  readonly alignment?: readonly Float32Array[];
  /** pGen of each row of the alignment, 1 where the token was generated and 0 where it was copied; with models that copy. */
  readonly copyGates?: readonly number[];
  /** What it took part in the lottery with; from a stochastic beam only. */
  readonly perturbedLogProb?: number;
};

/** How what a search has found is told. */
export type TranslationForm = {
  readonly target: TextSide;
  /** How many columns of an alignment are the source's own; those behind are padding for the sake of its neighbours. */
  readonly columns: number;
  /** Whether the last column is the end of sentence alone; otherwise columns are groups. */
  readonly hasEndColumn: boolean;
  readonly isReversed: boolean;
  /** Whether a row of the alignment ends with pGen. */
  readonly hasGates: boolean;
  /** Whether to tell where it looked, if that is known. */
  readonly hasAlignments: boolean;
  readonly copied?: EncodedSource['copied'];
};

/** What a search has found, in words. */
export const translationOf = (hypothesis: Hypothesis, form: TranslationForm): Translation => {
  const { target, copied = [], hasGates } = form;
  const { logProb, tokenLogProbs, score, finished, perturbedLogProb } = hypothesis;
  const alignment = form.hasAlignments ? hypothesis.alignment : undefined;
  const tokens = decodeExtended(hypothesis.tokens, target.vocabulary, copied);
  return {
    ...{ text: target.tokenizer.detokenize(tokens), tokens, logProb, tokenLogProbs, score, finished },
    ...(perturbedLogProb !== undefined && { perturbedLogProb }),
    ...(alignment && { alignment: alignment.map((weights) => ownColumns(weights, form)) }),
    ...(alignment && hasGates && { copyGates: alignment.map((weights) => weights.at(-1) as number) }),
  };
};

/** The columns of the source itself, in its own order. */
const ownColumns = (weights: Float32Array, { columns, hasEndColumn, isReversed }: TranslationForm): Float32Array => {
  const own = weights.slice(0, columns);
  if (isReversed) own.subarray(0, hasEndColumn ? columns - 1 : columns).reverse();
  return own;
};
