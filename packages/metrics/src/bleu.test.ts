import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sacreBleuCases } from './__fixtures__/read-sacrebleu-scores.ts';
import { bleu, sentenceBleu } from './bleu.ts';
import { MetricError } from './metric-error.ts';

const options = { seed: 1, numRuns: 200 };
const tokens = (text: string): string[] => (text === '' ? [] : text.split(' '));
const sentence = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 8 });
const pairs = fc.array(fc.record({ output: sentence, answers: fc.array(sentence, { minLength: 1, maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 4,
});

/** p_n by looking at every n-gram of every output, without tables: those of an equal kind are numbered, and the k-th counts if any answer has k. */
function precisionByLooking(given: readonly { output: string[]; answers: string[][] }[], n: number): number {
  const ngramsOf = (sequence: readonly string[]): string[] =>
    sequence.flatMap((_, start) => (start + n <= sequence.length ? [sequence.slice(start, start + n).join(' ')] : []));
  let [shared, all] = [0, 0];
  for (const { output, answers } of given) {
    const ngrams = ngramsOf(output);
    ngrams.forEach((ngram, place) => {
      all++;
      const which = ngrams.slice(0, place + 1).filter((other) => other === ngram).length;
      if (answers.some((answer) => ngramsOf(answer).filter((other) => other === ngram).length >= which)) shared++;
    });
  }
  return all === 0 ? 0 : shared / all;
}

const scoreOf = (given: readonly { output: string[]; answers: string[][] }[]) =>
  bleu(
    given.map(({ output }) => output),
    given.map(({ answers }) => answers),
  );

describe('bleu', () => {
  // Papineni et al. 2002, examples 1 and 2, in lower case
  const references = [
    'it is a guide to action that ensures that the military will forever heed party commands',
    'it is the guiding principle which guarantees the military forces always being under the command of the party',
    'it is the practical guide for the army always to heed the directions of the party',
  ].map(tokens);

  test.each([
    [
      'it is a guide to action which ensures that the military always obeys the commands of the party',
      [17 / 18, 10 / 17],
    ],
    ['it is to insure the troops forever hearing the activity guidebook that party direct', [8 / 14, 1 / 13]],
  ])('has the precisions of the paper: %s', (candidate, wanted) => {
    expect(bleu([tokens(candidate)], [references]).precisions.slice(0, 2)).toEqual(wanted);
  });

  test('counts a word no more often than one reference has it', () => {
    const answers = ['the cat is on the mat', 'there is a cat on the mat'].map(tokens);
    expect(bleu([tokens('the the the the the the the')], [answers]).precisions[0]).toBe(2 / 7);
  });

  test('worked by hand', () => {
    // c = 5, r = 6: e^(−1/5). 5 of 5, 3 of 4, 2 of 3, 1 of 2: product 1/4
    const { score, precisions, ...rest } = bleu([tokens('a b c d f')], [[tokens('a b c d e f')]]);
    expect(precisions).toEqual([1, 3 / 4, 2 / 3, 1 / 2]);
    expect(score).toBeCloseTo(Math.exp(-1 / 5) * Math.sqrt(1 / 2), 12);
    expect(rest).toEqual({
      brevityPenalty: expect.closeTo(Math.exp(-1 / 5), 12),
      hypothesisTokens: 5,
      referenceTokens: 6,
    });
  });

  test.each(sacreBleuCases.map((given, index) => [index, given] as const))('equals sacreBLEU, case %d', (_, given) => {
    const outputs = given.outputs.map(tokens);
    const answers = given.references.map((list) => list.map(tokens));
    const found = bleu(outputs, answers);
    expect(found.score).toBeCloseTo(given.bleu.score, 12);
    expect(found.brevityPenalty).toBeCloseTo(given.bleu.brevityPenalty, 12);
    found.precisions.forEach((precision, order) => {
      expect(precision).toBeCloseTo(given.bleu.precisions[order] ?? NaN, 12);
    });
    expect(found).toMatchObject({
      hypothesisTokens: given.bleu.hypothesisTokens,
      referenceTokens: given.bleu.referenceTokens,
    });
    expect(bleu(outputs, answers, { smoothing: 'add-one' }).score).toBeCloseTo(given.addOne, 12);
    outputs.forEach((output, index) => {
      expect(sentenceBleu(output, answers[index]?.[0] ?? [])).toBeCloseTo(given.sentenceBleu[index] ?? NaN, 12);
    });
  });

  test('equals the definition, n-gram by n-gram', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const { score, precisions, brevityPenalty } = scoreOf(given);
        const wanted = [1, 2, 3, 4].map((n) => precisionByLooking(given, n));
        precisions.forEach((precision, order) => expect(precision).toBeCloseTo(wanted[order] ?? NaN, 12));
        const product = wanted.reduce((all, precision) => all * precision, 1);
        expect(score).toBeCloseTo(brevityPenalty * product ** 0.25, 12);
        expect(score).toBeLessThanOrEqual(1);
      }),
      options,
    );
  });

  test('does not depend on order, nor on which of the references is first', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const turned = given.toReversed().map(({ output, answers }) => ({ output, answers: answers.toReversed() }));
        expect(scoreOf(turned)).toEqual(scoreOf(given));
      }),
      options,
    );
  });

  test('takes the shorter of two references that are equally near', () => {
    const answers = ['a b c', 'a'].map(tokens);
    expect(bleu([tokens('a b')], [answers])).toMatchObject({ referenceTokens: 1, brevityPenalty: 1 });
    expect(bleu([tokens('a b')], [answers.toReversed()]).referenceTokens).toBe(1);
  });

  test('is 0 without output, and without any 4-gram shared', () => {
    expect(bleu([[]], [[['a']]])).toMatchObject({ score: 0, brevityPenalty: 0, precisions: [0, 0, 0, 0] });
    expect(bleu([tokens('a b c')], [[tokens('a b c')]]).score).toBe(0);
  });

  test('refuses what cannot be scored', () => {
    expect(() => bleu([], [])).toThrow(MetricError);
    expect(() => bleu([[]], [])).toThrow(/bleu: expected as many lists of references as hypotheses, got 0 for 1/);
    expect(() => bleu([[]], [[]])).toThrow(/at least one reference per hypothesis/);
  });
});

describe('sentenceBleu', () => {
  test('adds one above single tokens, by hand', () => {
    // 2 of 3 tokens, (1 + 1) of (2 + 1), (0 + 1) of (1 + 1), (0 + 1) of (0 + 1)
    expect(sentenceBleu(tokens('a b x'), tokens('a b c'))).toBeCloseTo(((2 / 3) * (2 / 3) * (1 / 2)) ** 0.25, 12);
  });

  test('is 1 for equal sequences, however short, and 0 for those that share nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 }), { maxLength: 8 }), (ids) => {
        expect(sentenceBleu(ids, [...ids])).toBe(1);
        expect(
          sentenceBleu(
            ids,
            ids.map((id) => id + 9),
          ),
        ).toBe(ids.length === 0 ? 1 : 0);
      }),
      options,
    );
    expect([sentenceBleu([], ['a']), sentenceBleu(['a'], [])]).toEqual([0, 0]);
  });

  test('compares whole items, whatever is in them', () => {
    expect(sentenceBleu(['a b', 'c'], ['a', 'b c'])).toBe(0);
    expect(sentenceBleu<string | number>([1, '1'], ['1', 1])).toBeCloseTo((1 / 2) ** 0.25, 12);
  });
});
