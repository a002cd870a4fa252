// A model with a small vocabulary writes <unk> where it means a rare word. Often that is a name or a number, which the source has: the word
// that was looked at most, or what a dictionary makes of it.
import { ConfigError } from '@seq2seq/core';
import { specialTokens, type Tokenizer, unkId } from '@seq2seq/text';
import type { Translation } from '../translate/translation.ts';
import { checkAlignment, type SurfaceAlignmentRows } from './check-alignment.ts';

export type ReplaceUnknownOptions = {
  /** What becomes of a source token; one that it lacks is taken as it is. See `parseDictionary`. */
  readonly dictionary?: ReadonlyMap<string, string>;
  /** The token to be replaced; by default `<unk>`. */
  readonly unknown?: string;
};

/** What replaces an unknown token. */
export type Replacement = {
  /** Which of the output's tokens, from 0. */
  readonly index: number;
  /** The source token that it looked at most, from 0. */
  readonly sourceIndex: number;
  /** The new token. */
  readonly token: string;
};

/**
 * For each unknown token the source token with the largest weight, of equally large ones the first, or its entry in the dictionary. The end
 * of the source is no word and never taken. A token that looked at no word at all, all its weights being 0, has no replacement.
 *
 * @param tokens - [T] of an output
 * @param alignment - [T][S + 1], columns in the order of the source, its end of sentence last, as `translate` tells them; a further row is left alone
 * @param sourceTokens - [S]
 * @throws ConfigError if the alignment is not one of these tokens
 * @see Jean et al. 2015, On Using Very Large Target Vocabulary for Neural Machine Translation, section 3.3
 * @see Luong et al. 2015, Addressing the Rare Word Problem in Neural Machine Translation
 */
export const replacementsOf = (
  tokens: readonly string[],
  alignment: SurfaceAlignmentRows,
  sourceTokens: readonly string[],
  { dictionary, unknown = specialTokens[unkId] }: ReplaceUnknownOptions = {},
): readonly Replacement[] => {
  checkAlignment('replaceUnknown', alignment, { target: tokens.length, source: sourceTokens.length });
  return tokens.flatMap((token, index) => {
    if (token !== unknown) return [];
    const sourceIndex = largest(Array.from(alignment[index] ?? []).slice(0, sourceTokens.length));
    const word = sourceTokens[sourceIndex];
    return word === undefined ? [] : [{ index, sourceIndex, token: dictionary?.get(word) ?? word }];
  });
};

/**
 * A translation without unknown words, as far as it looked at any word for them. Its log-probabilities are still those of `<unk>`. One
 * without unknown words is given back as it is.
 *
 * @param sourceTokens - those of the `TranslatedText` that it belongs to
 * @param target - of the model, whose tokenizer makes the text
 * @throws ConfigError if there is something to replace, but no alignment, or one whose columns are not the source's tokens
 */
export const replaceUnknown = <Found extends Pick<Translation, 'text' | 'tokens' | 'alignment'>>(
  translation: Found,
  sourceTokens: readonly string[],
  target: { readonly tokenizer: Pick<Tokenizer, 'detokenize'> },
  options: ReplaceUnknownOptions = {},
): Found => {
  const { tokens, alignment } = translation;
  if (!tokens.includes(options.unknown ?? specialTokens[unkId])) return translation;
  if (!alignment) {
    throw new ConfigError(
      'replaceUnknown: expected an alignment to see what unknown words stand for, got a translation without; take a model that attends, and ' +
        'leave alignments of translate as it is, true.',
      'alignment',
    );
  }
  const replacements = new Map(
    replacementsOf(tokens, alignment, sourceTokens, options).map(({ index, token }) => [index, token]),
  );
  const replaced = tokens.map((token, index) => replacements.get(index) ?? token);
  return { ...translation, tokens: replaced, text: target.tokenizer.detokenize(replaced) };
};

/** −1 if all are 0. */
const largest = (weights: readonly number[]): number => {
  const most = Math.max(0, ...weights);
  return most > 0 ? weights.indexOf(most) : -1;
};
