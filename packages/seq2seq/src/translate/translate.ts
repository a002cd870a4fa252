import { encodeSource, type UnknownToken } from '../text/encode-source.ts';
import type { TextModel } from '../text/text-model.ts';
import { searchSources, type TranslateOptions } from './search-sources.ts';
import { type Translation, translationOf } from './translation.ts';

/** A source and what became of it. */
export type TranslatedText = {
  /** The source's tokens, without factors; the alignment's columns are these and the end of sentence. */
  readonly sourceTokens: readonly string[];
  /** What the source vocabulary lacks and the model therefore could not see, though it may have copied it. */
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

/**
 * The same for sources that are cut into tokens already.
 *
 * @throws CorpusError if the model reads factors and a source, counted from 1, lacks them
 */
export const translateTokens = async (
  { config, model, source, target }: TextModel,
  sources: readonly (readonly string[])[],
  options: TranslateOptions = {},
): Promise<readonly TranslatedText[]> => {
  const encoded = sources.map((tokens, index) => encodeSource(tokens, source, { where: 'sources', line: index + 1 }));
  const found = await searchSources(
    { model, pad: source.vocabulary.pad, target: target.vocabulary },
    encoded.map(({ tokens, ids, ...rest }) => (tokens.length > 0 ? { source: ids, ...rest } : undefined)),
    { ...options, maxLength: options.maxLength ?? config.text.maxLength },
  );
  return encoded.map(({ tokens, ids, unknown, copied }, index) => {
    const columns = model.memoryLength?.(ids.length) ?? ids.length;
    const form = {
      ...{ target, columns, hasEndColumn: columns === ids.length, hasGates: model.copies },
      isReversed: source.isReversed,
      ...(copied && { copied }),
    };
    const translations = (found[index] ?? []).map((hypothesis) => translationOf(hypothesis, form));
    return { sourceTokens: tokens, unknown, translations };
  });
};
