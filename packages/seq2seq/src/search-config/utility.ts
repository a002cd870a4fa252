// How much one output would be worth if another were right: what minimum Bayes risk ranks by.
import { editDistance, sentenceBleu, tokenF1 } from '@seq2seq/metrics';
import type { MinimumBayesRiskOptions } from '@seq2seq/search';

export type UtilityName = 'edit-similarity' | 'bleu' | 'token-f1' | 'exact-match';

/** By name, over the tokens of two outputs; greater is better. */
export const utilities: Readonly<Record<UtilityName, MinimumBayesRiskOptions['utility']>> = {
  /** 1 less the edits between them over the length of the longer: what is right in part counts in part. */
  'edit-similarity': (output, reference) =>
    1 - editDistance(output, reference) / Math.max(1, output.length, reference.length),
  bleu: sentenceBleu,
  'token-f1': tokenF1,
  /** 1 where they are the same: wins what was drawn most often, or is the most probable. */
  'exact-match': (output, reference) =>
    Number(output.length === reference.length && output.every((token, place) => token === reference[place])),
};
