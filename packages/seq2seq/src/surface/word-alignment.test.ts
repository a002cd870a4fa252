import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordAlignment } from './word-alignment.ts';
import { surfaceWords, wordSpans } from './word-spans.ts';

const options = { seed: 1, numRuns: 300 };

/** Groups of neighbours out of so many tokens; those between may be in none. */
const groupsOf = (count: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.constantFrom('new', 'same', 'none'), { minLength: count, maxLength: count }).map((kinds) => {
    const groups: number[][] = [];
    for (const [place, kind] of kinds.entries()) {
      if (kind === 'new' || (kind === 'same' && groups.length === 0)) groups.push([place]);
      else if (kind === 'same') groups.at(-1)?.push(place);
    }
    return groups;
  });

const cases = fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }), fc.boolean()).chain(([T, S, hasEnd]) =>
  fc.record({
    T: fc.constant(T),
    S: fc.constant(S),
    hasEnd: fc.constant(hasEnd),
    alignment: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: S + 1, maxLength: S + 1 }), {
      minLength: T + (hasEnd ? 1 : 0),
      maxLength: T + (hasEnd ? 1 : 0),
    }),
    source: groupsOf(S),
    target: groupsOf(T),
  }),
);

const sumOf = (numbers: Iterable<number>): number => [...numbers].reduce((sum, number) => sum + number, 0);

describe('wordAlignment', () => {
  test('worked by hand', () => {
    // "un believ able | words" from "in croy able s": columns 0, 1 and 2, 3 and the end
    const alignment = [
      [0.5, 0.25, 0.25, 0, 0],
      [0, 0.75, 0.25, 0, 0],
      [0.25, 0.25, 0.25, 0, 0.25],
      [0, 0, 0.25, 0.75, 0],
      [0, 0, 0, 0, 1],
    ];
    const words = {
      target: [[0, 1, 2], [3]],
      source: [
        [0, 1],
        [2, 3],
      ],
    };
    const found = wordAlignment(alignment, words, 4).map((row) => [...row]);
    expect(found[0]).toEqual([2 / 3, 0.25, 0.25 / 3].map(Math.fround));
    expect(found.slice(1)).toEqual([
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  test('rows sum to the mean of the sums of their tokens, so that what summed to 1 still does', () => {
    fc.assert(
      fc.property(cases, ({ T, hasEnd, alignment, source, target }) => {
        const found = wordAlignment(alignment, { source, target }, T);
        expect(found).toHaveLength(target.length + (hasEnd ? 1 : 0));
        for (const [word, tokens] of target.entries()) {
          expect(found[word]).toHaveLength(source.length + 1);
          const wanted = sumOf(tokens.map((token) => sumOf(alignment[token] ?? []))) / tokens.length;
          expect(sumOf(found[word] ?? [])).toBeCloseTo(wanted, 5);
        }
        if (hasEnd) expect(sumOf(found.at(-1) ?? [])).toBeCloseTo(sumOf(alignment[T] ?? []), 5);
      }),
      options,
    );
  });

  test('each cell is the mean of sums, looked at one by one; what is in no word goes to the one before', () => {
    fc.assert(
      fc.property(cases, ({ T, S, alignment, source, target }) => {
        const found = wordAlignment(alignment, { source, target }, T);
        for (const [row, targetTokens] of target.entries()) {
          for (const [column, tokens] of source.entries()) {
            const from = column === 0 ? 0 : (tokens[0] ?? NaN);
            const to = source[column + 1]?.[0] ?? S;
            let sum = 0;
            for (const token of targetTokens) for (let s = from; s < to; s++) sum += alignment[token]?.[s] ?? NaN;
            expect(found[row]?.[column]).toBeCloseTo(sum / targetTokens.length, 5);
          }
        }
      }),
      options,
    );
  });

  test('words of one token each change nothing', () => {
    const alignment = [Float32Array.of(0.5, 0.25, 0.25), Float32Array.of(0, 1, 0), Float32Array.of(0, 0, 1)];
    const each = [[0], [1]];
    expect(wordAlignment(alignment, { source: each, target: each }, 2)).toEqual(alignment);
  });
});

describe('surfaceWords', () => {
  test('joins tokens between white space, and leaves out spaces and what is nowhere', () => {
    expect(wordSpans(' ab  c\u00A0d\u0085')).toEqual([
      [1, 3],
      [5, 6],
      [7, 8],
    ]);
    const spans = [[0, 1], [1, 2], [2, 3], undefined, [5, 6]] as const;
    expect(surfaceWords(spans, wordSpans(' ab  c'))).toEqual([
      { span: [1, 3], tokens: [1, 2] },
      { span: [5, 6], tokens: [4] },
    ]);
  });

  test('a token over several words is of the first; a word without tokens is left out', () => {
    const words = wordSpans('New York is');
    expect(
      surfaceWords(
        [
          [0, 8],
          [9, 11],
        ],
        words,
      ),
    ).toEqual([
      { span: [0, 3], tokens: [0] },
      { span: [9, 11], tokens: [1] },
    ]);
  });
});
