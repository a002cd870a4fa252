import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VocabularyError } from '../vocabulary-error.ts';
import { buildVocabulary } from './build-vocabulary.ts';

const sequences = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'é', '😀', '\uFF41')));

/** The tokens after the special ones. */
function surface(...given: Parameters<typeof buildVocabulary>): readonly string[] {
  return buildVocabulary(...given).tokens.slice(4);
}

describe('buildVocabulary', () => {
  test('holds every token of the data once, most frequent first', () => {
    fc.assert(
      fc.property(sequences, (data) => {
        const tokens = surface(data);
        const flat = data.flat();
        expect(new Set(tokens)).toEqual(new Set(flat));
        const counts = tokens.map((token) => flat.filter((other) => other === token).length);
        expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('does not depend on the order of the data', () => {
    fc.assert(
      fc.property(sequences, (data) => {
        expect(surface(data.toReversed())).toEqual(surface(data));
        expect(surface([data.flat().toSorted()])).toEqual(surface(data));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('a smaller vocabulary opens the larger one', () => {
    fc.assert(
      fc.property(sequences, fc.integer({ min: 5, max: 12 }), (data, maxSize) => {
        const all = buildVocabulary(data).tokens;
        expect(buildVocabulary(data, { maxSize }).tokens).toEqual(all.slice(0, maxSize));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('breaks ties by code point, not by UTF-16 unit', () => {
    expect(surface([['b', '😀', 'aa', '\uFF41', 'a', 'B']])).toEqual(['B', 'a', 'aa', 'b', '\uFF41', '😀']);
  });

  test('leaves out what is too rare', () => {
    const data = [
      ['a', 'b', 'a'],
      ['c', 'b', 'a'],
    ];
    expect(surface(data, { minimumCount: 2 })).toEqual(['a', 'b']);
    expect(surface(data, { minimumCount: 3 })).toEqual(['a']);
    expect(surface(data, { minimumCount: 2, maxSize: 5 })).toEqual(['a']);
    expect(surface([])).toEqual([]);
  });

  test('reads any iterable once', () => {
    const lines = [['a'], ['b', 'b']].values(); // an iterator, which is empty after one pass
    expect(surface(lines)).toEqual(['b', 'a']);
  });

  test('refuses special and empty tokens in the data, naming all', () => {
    expect(() =>
      buildVocabulary([
        ['a', '</s>'],
        ['<unk>', ''],
      ]),
    ).toThrow(VocabularyError);
    expect(() =>
      buildVocabulary([
        ['a', '</s>'],
        ['<unk>', ''],
      ]),
    ).toThrow(/"<\/s>"[^]*"<unk>"[^]*empty/);
  });

  test.each([{ maxSize: 4 }, { maxSize: 10.5 }, { maxSize: Number.NaN }, { minimumCount: 0 }, { minimumCount: 1.5 }])(
    'refuses %j',
    (options) => {
      expect(() => buildVocabulary([['a']], options)).toThrow(VocabularyError);
      expect(() => buildVocabulary([['a']], options)).toThrow(`got ${Object.values(options)[0]}`);
    },
  );
});
