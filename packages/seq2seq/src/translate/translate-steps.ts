import { type Hypothesis, searchSteps } from '@seq2seq/search';
import { yieldRegularly } from '@seq2seq/train';
import type { TextModel } from '../text/text-model.ts';
import { openBatch } from './open-batch.ts';
import { byLength } from './search-sources.ts';
import { searchedTexts, type TranslatedText } from './searched-texts.ts';
import type { TranslateTextsOptions } from './translate-options.ts';

/**
 * Translates step by step, for whoever shows an output while it grows: `for await (const best of translateSteps(…))`. A step is made when
 * it is asked for; leaving the loop ends the search. All texts are searched side by side.
 *
 * @param options - aborting the signal makes the next step reject with its reason; batchSize has no effect
 * @returns after each step the best so far of every text; the last is what `translate` gives
 */
export async function* translateSteps(
  textModel: TextModel,
  texts: readonly string[],
  options: TranslateTextsOptions = {},
): AsyncGenerator<readonly TranslatedText[], void, void> {
  const tokensOf = (index: number, { source }: TextModel): string[] =>
    source.tokenizer.tokenize(texts[index] as string);
  const { searched, sources, plan, told } = searchedTexts(textModel, texts.length, tokensOf, options);
  const { signal } = options;
  signal?.throwIfAborted();
  const order = byLength(sources);
  const inWords = (found: readonly (readonly Hypothesis[])[]): readonly TranslatedText[] => {
    const hypotheses: (readonly Hypothesis[])[] = sources.map(() => []);
    for (const [row, { index }] of order.entries()) hypotheses[index] = found[row] as readonly Hypothesis[];
    return hypotheses.map((each, index) => told(index, each));
  };
  if (order.length === 0) {
    yield inWords([]);
    return;
  }
  const { model, start, request } = openBatch(
    searched,
    order.map(({ source }) => source),
    plan,
  );
  const pause = yieldRegularly();
  for await (const found of searchSteps(model, start, request, plan.strategy, { signal })) {
    yield inWords(found);
    await pause();
  }
}
