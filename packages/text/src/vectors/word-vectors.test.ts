import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CorpusError } from '../corpus/corpus-error.ts';
import { specialTokens } from '../vocabulary/special-tokens.ts';
import { createVocabulary } from '../vocabulary/vocabulary.ts';
import { embeddingTable } from './embedding-table.ts';
import { parseWordVectors, wordVectorReader } from './word-vectors.ts';

/** The problems of a text that must not parse. */
function problemsOf(text: string): CorpusError['problems'] {
  try {
    parseWordVectors(text, 'vectors.txt');
  } catch (error) {
    if (CorpusError.isInstance(error)) return error.problems;
    throw error;
  }
  throw new Error('parsed');
}

const words = fc.uniqueArray(
  fc.string({ unit: 'binary', minLength: 1 }).filter((word) => !/[\s\uFEFF]/.test(word)),
  { minLength: 1, maxLength: 6 },
);
/** Minus zero is written as zero. */
const number = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const files = fc.integer({ min: 2, max: 4 }).chain((size) =>
  words.chain((list) =>
    fc.record({
      size: fc.constant(size),
      list: fc.constant(list),
      rows: fc.array(fc.array(number, { minLength: size, maxLength: size }), {
        minLength: list.length,
        maxLength: list.length,
      }),
      hasHeader: fc.boolean(),
      end: fc.constantFrom('\n', '\r\n', ' \n'),
      mark: fc.constantFrom('', '\uFEFF'),
      cuts: fc.array(fc.nat(200), { maxLength: 4 }),
    }),
  ),
);

describe('parseWordVectors', () => {
  test('reads back what was written, with a first line or without, in pieces cut anywhere', () => {
    fc.assert(
      fc.property(files, ({ size, list, rows, hasHeader, end, mark, cuts }) => {
        const lines = list.map((word, i) => `${word} ${rows[i]?.join(' ')}`);
        const text = mark + [...(hasHeader ? [`${list.length} ${size}`] : []), ...lines].join(end) + end;
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((to, i) => text.slice(places[i], to));
        const wanted = { size, words: list, values: Float32Array.from(rows.flat()), repeated: [] };
        expect(parseWordVectors(text, 'v')).toEqual(wanted);
        expect(parseWordVectors(pieces, 'v')).toEqual(wanted);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('the first vector of a word counts, and it is said which came twice', () => {
    expect(parseWordVectors('a 1 2\nb 3 4\na 5 6\na 7 8\n', 'v')).toEqual({
      size: 2,
      words: ['a', 'b'],
      values: Float32Array.of(1, 2, 3, 4),
      repeated: ['a'],
    });
  });

  test('keeps the words that are wanted', () => {
    const kept = parseWordVectors('3 2\na 1 2\nb 3 4\nc 5 6\n', 'v', { keep: (word) => word === 'b' });
    expect([kept.words, [...kept.values], kept.size]).toEqual([['b'], [3, 4], 2]);
    const none = parseWordVectors('a 1 2\n', 'v', { keep: () => false });
    expect([none.words, none.size]).toEqual([[], 2]);
  });

  test('numbers may be written with exponents, and separated by tabs', () => {
    expect([...parseWordVectors('a\t1e-2\t-2.5E1\n', 'v').values]).toEqual([Math.fround(0.01), -25]);
  });

  test.each([
    [
      'a word with a space',
      'a 1 2\nb c 3 4\n',
      2,
      'expected 2 numbers after the word, got 3 in "b c 3 4"; a word must not',
    ],
    ['a word with a space, first', 'b c 3 4\n', 1, 'expected a number, got "c" as number 1 in "b c 3 4"'],
    ['two spaces', '1 2\na 1  2\n', 2, 'expected 2 numbers after the word, got 3'],
    ['a space first', 'a 1 2\n b 1\n', 2, 'expected a word at the start of the line, got a space in " b 1"'],
    [
      'a line that is cut off',
      'a 1 2\nb 3\n',
      2,
      'expected 2 numbers after the word, got 1 in "b 3"; is the line cut off?',
    ],
    ['a word alone', 'a\n', 1, 'expected a word and its numbers, got "a" alone'],
    ['what is no number', 'a 1 2\n\nb 3 x4\n', 3, 'expected a number, got "x4" as number 2 in "b 3 x4"'],
    ['what is not finite', 'a 1 NaN\n', 1, 'expected a number, got "NaN" as number 2'],
    ['what is too large', 'a 1 1e39\n', 1, 'expected a number, got "1e39" as number 2'],
    ['an empty field', 'a  1\n', 1, 'expected a number, got "" as number 1'],
    ['another width than the first line says', '1 3\na 1 2\n', 2, 'expected 3 numbers after the word, got 2'],
    [
      'a file that is cut off',
      '3 2\na 1 2\nb 3 4\n',
      0,
      'expected 3 words as its first line says, got 2; the file is cut off',
    ],
    ['an empty file', '\n', 0, 'expected a line for each word, got none'],
    ['a first line alone', '0 5\n', 0, 'expected a line for each word, got none'],
  ])('%s is refused, with its line', (_, text, line, problem) => {
    const [first] = problemsOf(text);
    expect(first?.line).toBe(line);
    expect(first?.problem).toContain(problem);
  });

  test('all lines that cannot be read are named at once', () => {
    expect(problemsOf('a 1 2\nb 1\nc 1 2\nd 1 x\n').map(({ line }) => line)).toEqual([2, 4]);
    expect(() => parseWordVectors('a 1 2\nb 1', 'glove.txt')).toThrow('glove.txt:2: expected 2 numbers');
  });
});

test('a reader takes a stream piece by piece', async () => {
  async function* stream(): AsyncGenerator<string> {
    yield '2 2\na 1';
    yield '.5 2\nb 3 ';
    yield '4';
  }
  const reader = wordVectorReader('v');
  for await (const chunk of stream()) reader.read(chunk);
  expect(reader.end()).toEqual({ size: 2, words: ['a', 'b'], values: Float32Array.of(1.5, 2, 3, 4), repeated: [] });
});

describe('embeddingTable', () => {
  const vectors = parseWordVectors('</s> 9 9\nb 3 4\nB 5 6\na 1 2\n', 'v');

  test('says which rows are known, by the ids of the vocabulary', () => {
    const vocabulary = createVocabulary([...specialTokens, 'a', 'x', 'b']);
    expect(embeddingTable(vectors, vocabulary)).toEqual({
      size: 2,
      rows: Int32Array.of(4, 6),
      values: Float32Array.of(1, 2, 3, 4),
      missing: ['x'],
    });
  });

  test('nothing known is no row', () => {
    const vocabulary = createVocabulary([...specialTokens, 'x', 'toString']);
    const { rows, values, missing } = embeddingTable(vectors, vocabulary);
    expect([rows.length, values.length, missing]).toEqual([0, 0, ['x', 'toString']]);
  });
});
