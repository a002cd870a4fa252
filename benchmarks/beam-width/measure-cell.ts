// Searches words one by one with one beam, so that the time of each is its own.
import { disposeTree, tokenBatch } from '@seq2seq/core';
import { tokenErrorRate } from '@seq2seq/metrics';
import {
  allowedTokens,
  beam,
  greedy,
  type Hypothesis,
  lengthNormalization,
  search,
  type SearchStrategy,
} from '@seq2seq/search';
import type { TaskExample } from '@seq2seq/tasks';
import { yieldRegularly } from '@seq2seq/train';
import { beginSearch, encodeSource, type TextModel, toStepModel } from 'seq2seq';
import { median } from '../rounds/statistics.ts';
import type { CellFindings, CellPlan } from './beam-cell.ts';

export type MeasureCellOptions = {
  readonly signal: AbortSignal;
  readonly onWordEnd?: (words: number) => void;
};

/**
 * @param examples - at least as many as the plan has words
 * @throws the reason of the signal if it is aborted
 */
export const measureCell = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
  { width, alpha, words }: Pick<CellPlan, 'width' | 'alpha' | 'words'>,
  { signal, onWordEnd }: MeasureCellOptions,
): Promise<CellFindings> => {
  const strategy = beam({ width, lengthPenalty: lengthNormalization(alpha) });
  const found = [];
  for (const [index, { source, targets }] of examples.slice(0, words).entries()) {
    const begun = process.cpuUsage();
    const best = await bestOutput(textModel, source, strategy, signal);
    const { user, system } = process.cpuUsage(begun);
    const phones = best.finished ? best.tokens.slice(0, -1) : best.tokens;
    found.push({
      best,
      milliseconds: (user + system) / 1000,
      empty: await emptyLogProb(textModel, source, signal),
      ...tokenErrorRate([textModel.target.vocabulary.decode(phones)], [targets]),
    });
    onWordEnd?.(index + 1);
  }
  const milliseconds = found.map((word) => word.milliseconds);
  return {
    logProbs: found.map(({ best }) => best.logProb),
    lengths: found.map(({ best }) => best.tokens.length),
    edits: found.map(({ edits }) => edits),
    referencePhones: sum(found.map(({ referenceTokens }) => referenceTokens)),
    unfinished: found.filter(({ best }) => !best.finished).length,
    likeliestEmptyLogProb: found.reduce((most, { empty }) => Math.max(most, empty), -Infinity),
    milliseconds: { mean: sum(milliseconds) / found.length, median: median(milliseconds) },
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const bestOutput = async (
  textModel: TextModel,
  word: readonly string[],
  strategy: SearchStrategy,
  signal: AbortSignal,
  rules: { readonly maxLength: number; readonly onlyEnd?: boolean } = { maxLength: textModel.config.text.maxLength },
): Promise<Hypothesis> => {
  const { model, source, target } = textModel;
  const { bos, eos } = target.vocabulary;
  const batch = tokenBatch([encodeSource(word, source).ids], source.vocabulary.pad);
  try {
    const [hypotheses] = await search(
      toStepModel(model),
      beginSearch(model, batch),
      {
        sources: 1,
        bos,
        eos,
        maxLength: rules.maxLength,
        ...(rules.onlyEnd && { constraints: [allowedTokens([eos])] }),
      },
      strategy,
      { signal, onStep: yieldRegularly() },
    );
    const best = hypotheses?.[0];
    if (!best) throw new Error(`${word.join('')}: expected an output, got none; the model gives no token a chance.`);
    return best;
  } finally {
    disposeTree(batch);
  }
};

/** What the model gives an output without any phone. */
const emptyLogProb = async (textModel: TextModel, word: readonly string[], signal: AbortSignal): Promise<number> => {
  const { logProb } = await bestOutput(textModel, word, greedy(), signal, { maxLength: 1, onlyEnd: true });
  return logProb;
};
