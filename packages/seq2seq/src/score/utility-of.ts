// Metrics compare texts; a search knows ids. Minimum Bayes risk wants the first of the second.
import type { Tokenizer, Vocabulary } from '@seq2seq/text';

/** How good an output would be if the reference were right; greater is better. Ids, without the end of sentence. */
export type Utility = (output: readonly number[], reference: readonly number[]) => number;

/**
 * A utility for `minimumBayesRisk` of a metric over tokens, such as word error rates of one's own. Metrics that take any items, such as
 * `sentenceBleu`, need none of this.
 *
 * @param vocabulary - of the target
 */
export const utilityOf =
  (
    metric: (output: readonly string[], reference: readonly string[]) => number,
    vocabulary: Pick<Vocabulary, 'decode'>,
  ): Utility =>
  (output, reference) =>
    metric(vocabulary.decode(output), vocabulary.decode(reference));

/**
 * The same of a metric over whole texts, such as `sentenceChrF`.
 *
 * @param side - of the target: a `TextModel`'s `target`
 */
export const utilityOfText = (
  metric: (output: string, reference: string) => number,
  {
    tokenizer,
    vocabulary,
  }: { readonly tokenizer: Pick<Tokenizer, 'detokenize'>; readonly vocabulary: Pick<Vocabulary, 'decode'> },
): Utility =>
  utilityOf((output, reference) => metric(tokenizer.detokenize(output), tokenizer.detokenize(reference)), vocabulary);
