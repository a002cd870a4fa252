// What a run makes of a text, by any search.
import { type TextModel, translate } from 'seq2seq';
import type { SearchAnswer, SearchChoices } from '../protocol/messages.ts';

/** Searches as the user chose. */
export const findOutputs = async (
  textModel: TextModel,
  text: string,
  { strategy, width, nBest, alpha, maxLength }: SearchChoices,
  step: number,
): Promise<SearchAnswer> => {
  const [found] = await translate(textModel, [text], {
    beam: strategy === 'greedy' ? 1 : width,
    nBest,
    alpha,
    maxLength,
  });
  return {
    sourceTokens: found?.sourceTokens ?? [],
    unknown: [],
    step,
    outputs: (found?.translations ?? []).map(({ alignment, ...rest }) => ({ ...rest, tokenLogProbs: [] })),
  };
};
