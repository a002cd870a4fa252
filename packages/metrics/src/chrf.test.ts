import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sacreBleuCases } from './__fixtures__/read-sacrebleu-scores.ts';
import { chrF, type ChrFOptions, sentenceChrF } from './chrf.ts';
import { MetricError } from './metric-error.ts';

const options = { seed: 1, numRuns: 200 };
const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ß', '😀', '.'), maxLength: 12 });

const kinds: Readonly<Record<string, ChrFOptions>> = {
  chrF2: {},
  'chrF++': { wordOrder: 2 },
  chrF1: { beta: 1 },
  'chrF3 of 4': { beta: 3, characterOrder: 4 },
};

/** The definition for one length of n-grams: strike out of the reference what the output has. */
function sharesByStriking(output: string, reference: string, n: number): readonly [precision: number, recall: number] {
  const ngramsOf = (sentence: string): string[] => {
    const characters = [...sentence.replaceAll(' ', '')];
    return characters.flatMap((_, i) => (i + n <= characters.length ? [characters.slice(i, i + n).join('')] : []));
  };
  const [found, left] = [ngramsOf(output), ngramsOf(reference)];
  const all = left.length;
  for (const ngram of found) if (left.includes(ngram)) left.splice(left.indexOf(ngram), 1);
  return [(all - left.length) / found.length, (all - left.length) / all];
}

describe('chrF', () => {
  test('worked by hand', () => {
    // One character: 2 of 2 and 2 of 3. Two: 1 of 1 and 1 of 2. Three: the output has none. P = 1, R = 7/12, F₂ = 5PR / (4P + R)
    expect(chrF(['a b'], [['abc']])).toEqual({
      precision: 1,
      recall: (2 / 3 + 1 / 2) / 2,
      f: expect.closeTo(7 / 11, 12),
    });
    // Words too: "a" and "b" against "abc": 0 of 2 and 0 of 1. P = 2/3, R = (2/3 + 1/2) / 3
    const { precision, recall } = chrF(['a b'], [['abc']], { wordOrder: 1 });
    expect([precision, recall]).toEqual([expect.closeTo(2 / 3, 12), expect.closeTo(7 / 18, 12)]);
  });

  test.each(sacreBleuCases.map((given, index) => [index, given] as const))('equals sacreBLEU, case %d', (_, given) => {
    for (const [kind, how] of Object.entries(kinds)) {
      expect(chrF(given.outputs, given.references, how).f).toBeCloseTo(given.chrF[kind] ?? NaN, 12);
      given.outputs.forEach((output, index) => {
        const wanted = given.sentenceChrF[kind]?.[index] ?? NaN;
        expect(sentenceChrF(output, given.references[index]?.[0] ?? '', how)).toBeCloseTo(wanted, 12);
      });
    }
  });

  test('equals the definition', () => {
    fc.assert(
      fc.property(text, text, (output, reference) => {
        const shares = [1, 2, 3, 4, 5, 6]
          .map((n) => sharesByStriking(output, reference, n))
          .filter((pair) => pair.every(Number.isFinite));
        const mean = (side: 0 | 1): number =>
          shares.length === 0 ? 0 : shares.reduce((sum, pair) => sum + pair[side], 0) / shares.length;
        const found = chrF([output], [[reference]]);
        expect(found.precision).toBeCloseTo(mean(0), 12);
        expect(found.recall).toBeCloseTo(mean(1), 12);
        // Seen from the other side, precision is recall.
        const turned = chrF([reference], [[output]]);
        expect([turned.precision, turned.recall]).toEqual([found.recall, found.precision]);
      }),
      options,
    );
  });

  test('takes the reference that suits best', () => {
    expect(chrF(['cat'], [['dog', 'cat', 'cow']]).f).toBe(1);
  });

  test('counts one sign at the end of a word apart, or else one at its beginning', () => {
    const withWords = (output: string, reference: string): number =>
      sentenceChrF(output, reference, { characterOrder: 1, wordOrder: 1, beta: 1 });
    // "(ran" and ")" against "(", "ran" and ")": P = (1 + 1/2) / 2, R = (1 + 1/3) / 2
    expect(withWords('(ran)', '( ran )')).toBeCloseTo(12 / 17, 12);
    expect(withWords('(ran', '( ran')).toBe(1);
    expect(withWords('ran.', 'ran .')).toBe(1);
  });

  test('refuses what cannot be scored', () => {
    expect(() => chrF([], [])).toThrow(MetricError);
    expect(() => chrF(['a'], [['a']], { wordOrder: -1 })).toThrow(/of at least 0 as wordOrder, got -1; leave it out/);
    expect(() => sentenceChrF('a', 'a', { characterOrder: 0 })).toThrow(/sentenceChrF: .* 1 as characterOrder, got 0/);
    expect(() => sentenceChrF('a', 'a', { beta: Number.NaN })).toThrow(/a beta of at least 0, got NaN/);
  });
});

describe('sentenceChrF', () => {
  test('is 1 for texts that are equal but for white space, 0 for those that share no character', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(sentenceChrF(one, [...one].join('\u0085 \t'))).toBe(1);
        expect(sentenceChrF(one, 'xyz')).toBe(0);
      }),
      options,
    );
  });
});
