import type { TextSide } from './text-model.ts';

/** A token that the vocabulary lacks, and which of the source's tokens it is, from 0. */
export type UnknownToken = { readonly token: string; readonly index: number };

/** A source text as the model reads it. */
export type EncodedSource = {
  /** Without the end of sentence. */
  readonly tokens: readonly string[];
  /** With the end of sentence, so that even the last word has something after it to attend to. */
  readonly ids: readonly number[];
  readonly unknown: readonly UnknownToken[];
};

/** Tokens of a source to numbers; what the vocabulary lacks becomes `<unk>` and is listed. */
export const encodeSource = (tokens: readonly string[], { vocabulary }: TextSide): EncodedSource => {
  const ids = vocabulary.encode(tokens);
  const unknown = tokens.flatMap((token, index) => (ids[index] === vocabulary.unk ? [{ token, index }] : []));
  return { tokens, ids: [...ids, vocabulary.eos], unknown };
};
