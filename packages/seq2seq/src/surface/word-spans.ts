// Which tokens make up a word, so that what is told of tokens can be told of words.
import type { Span } from './token-spans.ts';

/** Tokens that are one word of a text, and where that word is. */
export type SurfaceWord = {
  readonly span: Span;
  /** By their places, from 0; at least one, none of them white space. */
  readonly tokens: readonly number[];
};

/** The runs of a text between white space, which are its words in most scripts. */
export const wordSpans = (text: string): Span[] =>
  [...text.matchAll(/\P{White_Space}+/gu)].map(({ 0: word, index }) => [index, index + word.length]);

/**
 * The words of a text that have tokens, in the order of the text. A token that reaches over several words is part of the first of them.
 *
 * @param spans - of `tokenSpans`
 * @param words - where words are, in order; see `wordSpans`
 */
export const surfaceWords = (spans: readonly (Span | undefined)[], words: readonly Span[]): SurfaceWord[] => {
  const tokensOf = words.map((): number[] => []);
  for (const [place, span] of spans.entries()) {
    if (span) tokensOf[words.findIndex((word) => overlap(span, word))]?.push(place);
  }
  return words
    .map((span, word) => ({ span, tokens: tokensOf[word] as number[] }))
    .filter(({ tokens }) => tokens.length > 0);
};

const overlap = ([start, end]: Span, [otherStart, otherEnd]: Span): boolean => start < otherEnd && otherStart < end;
