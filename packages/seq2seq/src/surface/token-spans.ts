// Where in a text its tokens are. Tokenizers do not tell, so tokens are looked for in the text, one behind the other.
import { normalizeText } from '@seq2seq/text';

/** A part of a text by its offsets, as `text.slice(start, end)` takes them: in UTF-16 units, the end left out. */
export type Span = readonly [start: number, end: number];

export type TokenSpanOptions = {
  /** What of a token is in the text; all of it by default. See `withoutMarker`, for subwords. */
  readonly surfaceOf?: (token: string) => string;
};

/**
 * The span of each token, found behind that of the token before it, white space skipped. The text may be written in another Unicode normal
 * form than the tokens, and a span then covers whole characters. What is not there is looked for further on; what is nowhere behind has no
 * span, and the next token is looked for from the same place.
 *
 * @param text - what was tokenized, or what `detokenize` made of the tokens
 * @returns for each token its span, undefined where the text does not have it
 */
export const tokenSpans = (
  text: string,
  tokens: readonly string[],
  { surfaceOf = (token) => token }: TokenSpanOptions = {},
): (Span | undefined)[] => {
  const { normalized, starts, ends } = normalizedWithOffsets(text);
  let place = 0;
  return tokens.map((token) => {
    const surface = surfaceOf(token);
    const start = surface === '' ? -1 : normalized.indexOf(surface, place);
    if (start < 0) return undefined;
    place = start + surface.length;
    return [starts[start] as number, ends[place - 1] as number];
  });
};

/**
 * A `surfaceOf` for tokens that carry a sign at their beginning or end which the text does not have: `@@` of subword-nmt, `▁` of
 * SentencePiece, `##` of WordPiece.
 */
export const withoutMarker =
  (marker: string) =>
  (token: string): string => {
    if (token.startsWith(marker)) return token.slice(marker.length);
    return token.endsWith(marker) ? token.slice(0, -marker.length) : token;
  };

/** A text as tokenizers see it, and for each of its units where the character it belongs to begins and ends in the text as it is. */
const normalizedWithOffsets = (
  text: string,
): { readonly normalized: string; readonly starts: readonly number[]; readonly ends: readonly number[] } => {
  let normalized = '';
  const [starts, ends]: [number[], number[]] = [[], []];
  for (const { 0: character, index } of text.matchAll(composed)) {
    const [given, wanted] = [character, normalizeText(character)];
    for (let unit = 0; unit < wanted.length; unit++) {
      // What is written alike needs no rounding to whole characters.
      starts.push(given === wanted ? index + unit : index);
      ends.push(given === wanted ? index + unit + 1 : index + given.length);
    }
    normalized += wanted;
  }
  return { normalized, starts, ends };
};

/** A character with all that may be composed with it: marks, and the vowels and final consonants of Hangul syllables. */
const composed = /[^][\p{M}\u1160-\u11FF]*/gu;
