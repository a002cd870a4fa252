import type { TextModel } from '../text/text-model.ts';
import { searchSources } from './search-sources.ts';
import { searchedTexts, type SearchedTexts, type TranslatedText } from './searched-texts.ts';
import type { TranslateTextsOptions } from './translate-options.ts';

/** Texts in, texts out. Results do not depend on what else is in the batch. */
export const translate = async (
  textModel: TextModel,
  texts: readonly string[],
  options: TranslateTextsOptions = {},
): Promise<readonly TranslatedText[]> => {
  const tokensOf = (index: number, { source }: TextModel): string[] =>
    source.tokenizer.tokenize(texts[index] as string);
  return searchTexts(searchedTexts(textModel, texts.length, tokensOf, options), options.signal);
};

/**
 * The same for sources that are cut into tokens already; all models of an ensemble then read the same tokens.
 *
 * @throws CorpusError if the model reads factors and a source, counted from 1, lacks them
 */
export const translateTokens = async (
  textModel: TextModel,
  sources: readonly (readonly string[])[],
  options: TranslateTextsOptions = {},
): Promise<readonly TranslatedText[]> => {
  const tokensOf = (index: number): readonly string[] => sources[index] as readonly string[];
  return searchTexts(searchedTexts(textModel, sources.length, tokensOf, options), options.signal);
};

const searchTexts = async (
  { searched, sources, plan, told }: SearchedTexts,
  signal?: AbortSignal,
): Promise<readonly TranslatedText[]> => {
  const found = await searchSources(searched, sources, plan, signal);
  return found.map((hypotheses, index) => told(index, hypotheses));
};
