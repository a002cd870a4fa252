import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';
import { sequenceErrorRate, tokenErrorRate } from './error-rate.ts';
import { exactMatch, isExactMatch } from './exact-match.ts';
import { MetricError } from './metric-error.ts';

const options = { seed: 1, numRuns: 200 };
const tokens = (text: string): string[] => (text === '' ? [] : text.split(' '));
const answer = fc.array(fc.constantFrom('AH', 'B', 'K'), { minLength: 1, maxLength: 4 });
const outputs = fc.array(
  fc.record({
    hypothesis: fc.array(fc.constantFrom('AH', 'B', 'K'), { maxLength: 4 }),
    answers: fc.array(answer, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('tokenErrorRate', () => {
  test('worked by hand', () => {
    // 1 substitution against 4 phones, 1 deletion against 2, none against 3: 2 edits in 9
    const hypotheses = ['HH EH L OW', 'K', 'K AE T'].map(tokens);
    const references = [['HH AH L OW'], ['K AH'], ['K AE T']].map((answers) => answers.map(tokens));
    expect(tokenErrorRate(hypotheses, references)).toEqual({ edits: 2, referenceTokens: 9, rate: 2 / 9 });
  });

  test('sums before dividing: not the mean of the rates', () => {
    const result = tokenErrorRate([['x'], tokens('a b c d e')], [[['y']], [tokens('a b c d e')]]);
    expect(result.rate).toBe(1 / 6);
  });

  test('takes the nearest reference, not the shortest or the first', () => {
    const references = [[tokens('a b'), tokens('a b c d e x')]];
    expect(tokenErrorRate([tokens('a b c d e')], references)).toEqual({ edits: 1, referenceTokens: 6, rate: 1 / 6 });
  });

  test('takes the first of equally near references', () => {
    const hypotheses = [tokens('a b')];
    expect(tokenErrorRate(hypotheses, [[tokens('a'), tokens('a b c')]]).referenceTokens).toBe(1);
    expect(tokenErrorRate(hypotheses, [[tokens('a b c'), tokens('a')]]).referenceTokens).toBe(3);
  });

  test('may exceed 1, and counts an empty output as all wrong', () => {
    expect(tokenErrorRate([tokens('a b c')], [[['x']]]).rate).toBe(3);
    expect(tokenErrorRate([[]], [[tokens('a b')]]).rate).toBe(1);
  });

  test('allows an empty reference among others', () => {
    expect(tokenErrorRate([['x'], ['a']], [[[]], [['a']]])).toEqual({ edits: 1, referenceTokens: 1, rate: 1 });
  });

  test('counts, per output, the least of the distances', () => {
    fc.assert(
      fc.property(outputs, (given) => {
        const least = given.map(({ hypothesis, answers }) =>
          Math.min(...answers.map((reference) => editDistance(hypothesis, reference))),
        );
        const result = tokenErrorRate(
          given.map(({ hypothesis }) => hypothesis),
          given.map(({ answers }) => answers),
        );
        expect(result.edits).toBe(least.reduce((total, edits) => total + edits, 0));
        expect(result.rate).toBe(result.edits / result.referenceTokens);
      }),
      options,
    );
  });

  test('needs reference tokens', () => {
    expect(() => tokenErrorRate([['a'], []], [[[]], [[]]])).toThrow(MetricError);
    expect(() => tokenErrorRate([['a'], []], [[[]], [[]]])).toThrow(/at least one token in all, got 2 empty ones/);
  });
});

describe('sequenceErrorRate', () => {
  test('worked by hand', () => {
    const hypotheses = ['HH EH L OW', 'R EH D', ''].map(tokens);
    const references = [['HH AH L OW'], ['R IY D', 'R EH D'], ['AH']].map((answers) => answers.map(tokens));
    expect(sequenceErrorRate(hypotheses, references)).toEqual({ wrong: 2, total: 3, rate: 2 / 3 });
  });

  test('counts the outputs that need an edit, and exactMatch the others', () => {
    fc.assert(
      fc.property(outputs, (given) => {
        const hypotheses = given.map(({ hypothesis }) => hypothesis);
        const references = given.map(({ answers }) => answers);
        const edited = given.filter(({ hypothesis, answers }) =>
          answers.every((reference) => editDistance(hypothesis, reference) > 0),
        ).length;
        const { wrong, total, rate } = sequenceErrorRate(hypotheses, references);
        const match = exactMatch(hypotheses, references);
        expect([wrong, total, rate]).toEqual([edited, given.length, edited / given.length]);
        expect([match.right, match.total]).toEqual([total - wrong, total]);
        expect(match.rate + rate).toBeCloseTo(1, 12);
      }),
      options,
    );
  });
});

describe.each([
  ['tokenErrorRate', tokenErrorRate],
  ['sequenceErrorRate', sequenceErrorRate],
  ['exactMatch', exactMatch],
])('%s', (name, metric) => {
  test('is perfect for a reference itself, whichever it is', () => {
    fc.assert(
      fc.property(outputs, fc.nat(), (given, choice) => {
        const references = given.map(({ answers }) => answers);
        const hypotheses = references.map((answers) => answers[choice % answers.length] ?? []);
        expect(metric(hypotheses, references).rate).toBe(metric === exactMatch ? 1 : 0);
      }),
      options,
    );
  });

  test('does not depend on the order of the outputs', () => {
    fc.assert(
      fc.property(outputs, (given) => {
        const score = (list: typeof given) =>
          metric(
            list.map(({ hypothesis }) => hypothesis),
            list.map(({ answers }) => answers),
          );
        expect(score(given.toReversed())).toEqual(score(given));
      }),
      options,
    );
  });

  test('refuses different counts', () => {
    expect(() => metric([['a'], ['b']], [[['a']]])).toThrow(MetricError);
    expect(() => metric([['a'], ['b']], [[['a']]])).toThrow(new RegExp(`^${name}: .*got 1 for 2; `));
  });

  test('refuses a hypothesis without reference', () => {
    expect(() => metric([['a'], ['b'], ['c']], [[['a']], [], []])).toThrow(MetricError);
    expect(() => metric([['a'], ['b'], ['c']], [[['a']], [], []])).toThrow(/got none for 2 of 3 \(index 1, 2\)/);
  });

  test('refuses to score nothing', () => {
    expect(() => metric([], [])).toThrow(MetricError);
    expect(() => metric([], [])).toThrow(new RegExp(`^${name}: expected at least one hypothesis, got none`));
  });
});

describe('isExactMatch', () => {
  test('compares whole sequences', () => {
    expect(isExactMatch(tokens('a b'), [tokens('a'), tokens('a b c')])).toBe(false);
    expect(isExactMatch(tokens('a b'), [tokens('a'), tokens('a b')])).toBe(true);
    expect(isExactMatch([], [[]])).toBe(true);
    expect(isExactMatch(['ab'], [['a', 'b']])).toBe(false);
  });
});

describe('MetricError', () => {
  test('is known by its marker', () => {
    const error = new MetricError('message');
    expect(Symbol.for('seq2seq.error') in error).toBe(true);
    expect(MetricError.isInstance(error)).toBe(true);
    expect(MetricError.isInstance(Object.assign(new Error('other'), { name: 'MetricError' }))).toBe(false);
    expect(MetricError.isInstance(undefined)).toBe(false);
  });
});
