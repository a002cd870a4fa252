// From tokens that looked at tokens to parts of texts that belong together: what a page highlights.
import { linksOfAlignment } from '@seq2seq/metrics';
import { checkAlignment, type SurfaceAlignmentRows } from './check-alignment.ts';
import { type Span, tokenSpans, type TokenSpanOptions } from './token-spans.ts';
import { wordAlignment } from './word-alignment.ts';
import { type SurfaceWord, surfaceWords, wordSpans } from './word-spans.ts';

/** A text and the tokens that it was cut into, or made of. */
export type SurfaceText = TokenSpanOptions & {
  readonly text: string;
  readonly tokens: readonly string[];
  /** Where its words are, for scripts that do not put spaces between them; by default its runs between white space. */
  readonly words?: readonly Span[];
};

export type SurfaceAlignmentOptions = {
  /** The least weight that makes a link. By default each target token has a link to the one source token that it looked at most. */
  readonly threshold?: number;
};

/** A part of the output and the part of the source that it was read from. */
export type SurfaceLink = { readonly source: Span; readonly target: Span; readonly weight: number };

/** One alignment, told of texts. */
export type SurfaceAlignment = {
  /** Of each token; undefined where its text does not have it. */
  readonly sourceSpans: readonly (Span | undefined)[];
  readonly targetSpans: readonly (Span | undefined)[];
  /** Between tokens that have spans, by target and source. What looked at the end of sentence most has none. */
  readonly links: readonly SurfaceLink[];
  readonly words: {
    readonly source: readonly SurfaceWord[];
    readonly target: readonly SurfaceWord[];
    /** [target words, and the end][source words + 1]; see `wordAlignment`. */
    readonly alignment: readonly Float32Array[];
    /** Between words, by the same rule as between tokens. */
    readonly links: readonly SurfaceLink[];
  };
};

/**
 * Tells an alignment of tokens as one of parts of texts, between tokens and between words.
 *
 * @param alignment - [T][S + 1], or with the row of the end of sentence [T + 1][S + 1], as `translate` gives it
 * @throws ConfigError if the alignment is not one of these tokens; MetricError if the threshold is not above 0 or a weight below
 */
export const surfaceAlignment = (
  alignment: SurfaceAlignmentRows,
  source: SurfaceText,
  target: SurfaceText,
  options: SurfaceAlignmentOptions = {},
): SurfaceAlignment => {
  const lengths = { target: target.tokens.length, source: source.tokens.length };
  checkAlignment('surfaceAlignment', alignment, lengths);
  const spansOf = ({ text, tokens, surfaceOf }: SurfaceText): (Span | undefined)[] =>
    tokenSpans(text, tokens, { ...(surfaceOf && { surfaceOf }) });
  const [sourceSpans, targetSpans] = [spansOf(source), spansOf(target)];
  const wordsOf = ({ text, words }: SurfaceText, spans: readonly (Span | undefined)[]): SurfaceWord[] =>
    surfaceWords(spans, words ?? wordSpans(text));
  const words = { source: wordsOf(source, sourceSpans), target: wordsOf(target, targetSpans) };
  const groups = { source: words.source.map(({ tokens }) => tokens), target: words.target.map(({ tokens }) => tokens) };
  const ofWords = wordAlignment(alignment, groups, lengths.target);
  const spanOf = ({ span }: SurfaceWord): Span => span;
  return {
    ...{ sourceSpans, targetSpans, links: linksBetween(alignment, sourceSpans, targetSpans, options) },
    words: {
      ...{ ...words, alignment: ofWords },
      links: linksBetween(ofWords, words.source.map(spanOf), words.target.map(spanOf), options),
    },
  };
};

const linksBetween = (
  alignment: SurfaceAlignmentRows,
  sources: readonly (Span | undefined)[],
  targets: readonly (Span | undefined)[],
  options: SurfaceAlignmentOptions,
): SurfaceLink[] =>
  linksOfAlignment(alignment, options).flatMap(([row, column]) => {
    // The end of sentence, in either, is no part of a text.
    const [target, source] = [targets[row], sources[column]];
    return target && source ? [{ source, target, weight: alignment[row]?.[column] as number }] : [];
  });
