import { extendedIds } from '@seq2seq/text';
import { type Place, splitFactors } from './split-factors.ts';
import type { SourceSide } from './text-model.ts';

/** A token that the vocabulary lacks, and which of the source's tokens it is, from 0. */
export type UnknownToken = { readonly token: string; readonly index: number };

/** A source text as the model reads it. Tokens are in the source's own order, ids in the order of reading. */
export type EncodedSource = {
  /** Without the end of sentence, and without factors. */
  readonly tokens: readonly string[];
  /** With the end of sentence, so that even the last word has something after it to attend to. */
  readonly ids: readonly number[];
  readonly unknown: readonly UnknownToken[];
  /** With models that read factors: for each factor one id for each of `ids`. */
  readonly factors?: readonly (readonly number[])[];
  /** With models that copy: what each of `ids` is in the target vocabulary, from V on if that lacks it. */
  readonly copyIds?: readonly number[];
  /** With models that copy: the tokens that stand for the ids from V on. */
  readonly copied?: readonly string[];
};

/**
 * Tokens of a source to numbers; what the vocabulary lacks becomes `<unk>` and is listed.
 *
 * @param place - where they come from, for messages
 * @throws CorpusError if the model reads factors and a token has too few or too many of them
 */
export const encodeSource = (
  tokens: readonly string[],
  side: SourceSide,
  place: Place = { where: 'source', line: 0 },
): EncodedSource => {
  const { vocabulary, copiesInto, factors: factorVocabularies, factorSeparator: separator, isReversed } = side;
  const { words, factors } = splitFactors(tokens, { count: factorVocabularies.length, separator }, place);
  // The end stays the end: it says that the source is over, whichever way it is read.
  const asRead = (ids: readonly number[], eos: number): number[] => [...(isReversed ? ids.toReversed() : ids), eos];
  const ids = vocabulary.encode(words);
  const copies = copiesInto && extendedIds(words, copiesInto);
  return {
    tokens: words,
    ids: asRead(ids, vocabulary.eos),
    unknown: words.flatMap((token, index) => (ids[index] === vocabulary.unk ? [{ token, index }] : [])),
    ...(factors.length > 0 && {
      factors: factorVocabularies.map((values, f) =>
        asRead(values.encode(factors[f] as readonly string[]), values.eos),
      ),
    }),
    ...(copies && copiesInto && { copyIds: asRead(copies.ids, copiesInto.eos), copied: copies.extraTokens }),
  };
};
