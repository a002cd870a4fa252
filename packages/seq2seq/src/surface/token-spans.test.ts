import { characterTokenizer, normalizeText, wordTokenizer } from '@seq2seq/text';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Span, tokenSpans, withoutMarker } from './token-spans.ts';

const options = { seed: 1, numRuns: 500 };
/** Any text, and often letters with marks and Hangul in pieces, which normal forms write differently. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      'e',
      '\u0301',
      '\u0323',
      'é',
      ' ',
      '\t',
      '\u1100',
      '\u1161',
      '\u11A8',
      '가',
      '😀',
      '\uD83D',
    ),
  }),
);

const sliced = (text: string, span: Span | undefined): string | undefined => span && text.slice(...span);

describe('laws of the tokenizers that there are', () => {
  test('words are found whole, in whatever normal form the text is, and only white space is between', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', 'NFC', 'NFD'), (given, form) => {
        const text = form === '' ? given : given.normalize(form);
        const tokens = wordTokenizer.tokenize(text);
        const spans = tokenSpans(text, tokens);
        expect(spans.map((span) => normalizeText(sliced(text, span) ?? 'nowhere'))).toEqual(tokens);
        const ends = [0, ...spans.map((span) => span?.[1] ?? NaN)];
        const starts = [...spans.map((span) => span?.[0] ?? NaN), text.length];
        for (const [place, end] of ends.entries()) expect(text.slice(end, starts[place])).toMatch(/^[ \t]*$/);
      }),
      options,
    );
  });

  test('characters are found one behind the other, and leave nothing out', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = characterTokenizer.tokenize(text);
        const spans = tokenSpans(text, tokens);
        const covered = new Set<number>();
        let before = 0;
        for (const [place, token] of tokens.entries()) {
          const [start, end] = spans[place] ?? [NaN, NaN];
          expect(normalizeText(text.slice(start, end))).toContain(token);
          expect(start).toBeGreaterThanOrEqual(before);
          before = start;
          for (let unit = start; unit < end; unit++) covered.add(unit);
        }
        expect(covered.size).toBe(text.length);
      }),
      options,
    );
  });

  test.each([characterTokenizer, wordTokenizer])('tokens are exactly where $type puts them together', (tokenizer) => {
    fc.assert(
      fc.property(anyText, (given) => {
        const tokens = tokenizer.tokenize(given);
        const text = tokenizer.detokenize(tokens);
        expect(tokenSpans(text, tokens).map((span) => sliced(text, span))).toEqual(tokens);
      }),
      options,
    );
  });
});

describe('tokenSpans', () => {
  test('worked by hand', () => {
    expect(tokenSpans('je  suis là', ['je', 'suis', 'là'])).toEqual([
      [0, 2],
      [4, 8],
      [9, 11],
    ]);
    // Two units for an "à" in two pieces
    expect(tokenSpans('la\u0300 a', ['là', 'a'])).toEqual([
      [0, 3],
      [4, 5],
    ]);
    expect(tokenSpans('a😀b', ['a', '😀', 'b'])).toEqual([
      [0, 1],
      [1, 3],
      [3, 4],
    ]);
  });

  test('finds the first of equal words, then the next', () => {
    expect(tokenSpans('the cat the', ['the', 'the'])).toEqual([
      [0, 3],
      [8, 11],
    ]);
  });

  test('what the text lacks has no span, and does not keep the others from having theirs', () => {
    expect(tokenSpans('the cat sat', ['the', '<unk>', 'sat', 'mat'])).toEqual([[0, 3], undefined, [8, 11], undefined]);
    expect(tokenSpans('', ['a'])).toEqual([undefined]);
  });

  test.each([
    ['@@', ['un@@', 'believ@@', 'able', 'words']],
    ['▁', ['▁un', 'believ', 'able', '▁words']],
    ['##', ['un', '##believ', '##able', 'words']],
  ])('subwords with %s', (marker, tokens) => {
    const text = 'unbelievable words';
    const spans = tokenSpans(text, tokens, { surfaceOf: withoutMarker(marker) });
    expect(spans.map((span) => sliced(text, span))).toEqual(['un', 'believ', 'able', 'words']);
  });

  test('a token of nothing but its marker is nowhere', () => {
    expect(tokenSpans('a', ['▁', 'a'], { surfaceOf: withoutMarker('▁') })).toEqual([undefined, [0, 1]]);
  });
});
