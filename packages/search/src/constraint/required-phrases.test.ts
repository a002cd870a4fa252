import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel, tableModel, type TableModel } from '../../testing/index.ts';
import { rowOf } from '../strategy/__fixtures__/enumerate.ts';
import { beam, greedy, lengthNormalization, requiredPhrases, search, type SearchStrategy } from '../index.ts';
import { contains, containsInOrder } from './__fixtures__/ruled.ts';

const lengthPenalty = lengthNormalization(0);
const token = fc.integer({ min: 1, max: 4 });
const phrases = fc.array(fc.array(token, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 });

describe.each<[string, SearchStrategy]>([
  ['greedy', greedy()],
  ['beam 1', beam({ width: 1 })],
  ['beam 2', beam({ width: 2 })],
  ['beam 5', beam({ width: 5 })],
])('%s', (_, strategy) => {
  test('every source ends with all of its phrases, however narrow the search, where the model forbids nothing', async () => {
    const cases = fc.record({ seed: fc.integer(), spare: fc.nat({ max: 3 }), ordered: fc.boolean(), phrases });
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, spare, ordered, phrases: wanted }) => {
        const model = randomTableModel({ seed, vocabularySize: 6 });
        const maxLength = wanted.flat().length + 1 + spare;
        const constraints = [requiredPhrases(wanted, { ordered })];
        const request = { sources: 3, bos: 0, eos: 0, maxLength, constraints };
        for (const [best] of await search(model, model.start(3), request, strategy)) {
          expect(best!.finished).toBe(true);
          const words = best!.tokens.slice(0, -1);
          const hasAll = ordered ? containsInOrder(words, wanted) : wanted.every((phrase) => contains(words, phrase));
          expect(hasAll).toBe(true);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

/** The log-probability of the best output that has all phrases, by trying everything. */
function optimum(model: TableModel, wanted: readonly (readonly number[])[], maxLength: number): number {
  const from = (words: readonly number[], logProb: number): number => {
    if (words.length === maxLength) return -Infinity;
    return Math.max(
      ...rowOf(model, 0, words).map((next, word) => {
        if (word > 0) return from([...words, word], logProb + next);
        return wanted.every((phrase) => contains(words, phrase)) ? logProb + next : -Infinity;
      }),
    );
  };
  return from([], 0);
}

test('divided places find what places for the most probable alone do not, where phrases are improbable', async () => {
  const { beamWidth: _, ...undivided } = beam({ width: 4, lengthPenalty });
  const divided = beam({ width: 4, lengthPenalty });
  const count = { better: 0, worse: 0, best: 0, bestUndivided: 0 };
  const cases = fc.record({ seed: fc.integer(), wanted: fc.constantFrom([[3]], [[3, 1]], [[3], [2]], [[3, 3]]) });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, wanted }) => {
      const even = randomTableModel({ seed, vocabularySize: 4 });
      const model = tableModel({
        vocabularySize: 4,
        nextProbabilities(source, prefix) {
          const weights = even.nextProbabilities(source, prefix).map((each, word) => (word === 3 ? each / 50 : each));
          const sum = weights.reduce((total, each) => total + each, 0);
          return weights.map((each) => each / sum);
        },
      });
      const request = { sources: 1, bos: 0, eos: 0, maxLength: 7, constraints: [requiredPhrases(wanted)] };
      const score = async (strategy: SearchStrategy) =>
        (await search(model, model.start(1), request, strategy))[0]![0]!.score;
      const found = await score(divided);
      const other = await score(undivided);
      const best = optimum(model, wanted, 7);
      if (found > other) count.better++;
      if (found < other) count.worse++;
      if (found === best) count.best++;
      if (other === best) count.bestUndivided++;
      expect(found).toBeLessThanOrEqual(best);
    }),
    { seed: 2, numRuns: 200 },
  );
  expect(count.better).toBeGreaterThan(5 * count.worse);
  expect(count.best).toBeGreaterThan(count.bestUndivided);
});

test('phrases that overlap may share tokens, unless they are ordered', async () => {
  const model = tableModel({ vocabularySize: 4, nextProbabilities: () => [0.4, 0.2, 0.2, 0.2] });
  const wanted = [
    [1, 2],
    [2, 3],
  ];
  const best = async (ordered: boolean) => {
    const constraints = [requiredPhrases(wanted, { ordered })];
    const request = { sources: 1, bos: 0, eos: 0, maxLength: 8, constraints };
    return (await search(model, model.start(1), request, beam({ width: 4, lengthPenalty })))[0]![0]!.tokens;
  };
  expect(await best(false)).toEqual([1, 2, 3, 0]);
  expect(await best(true)).toEqual([1, 2, 2, 3, 0]);
});

test('a phrase that begins anew within itself is still seen', async () => {
  // 1 1 2 after 1 1 1 2: the third 1 takes the place of the second.
  const said = [1, 1, 1, 2, 0];
  const nextProbabilities = (__: number, prefix: readonly number[]) =>
    Array.from({ length: 3 }, (___, word) => (word === said[prefix.length] ? 1 : 0));
  const model = tableModel({ vocabularySize: 3, nextProbabilities });
  const constraints = [requiredPhrases([[1, 1, 2]])];
  const request = { sources: 1, bos: 0, eos: 0, maxLength: 9, constraints };
  const best = (await search(model, model.start(1), request, greedy()))[0]![0]!;
  expect(best.tokens).toEqual(said);
});

describe('what is refused', () => {
  test.each<[string, readonly (readonly number[])[], string]>([
    ['an empty phrase', [[1], []], 'requiredPhrases: phrases must have tokens, got none in phrase 1; leave it out.'],
    ['a token the model has not', [[4]], 'requiredPhrases, source 0: tokens must be integers from 0 to 3'],
    [
      'the end of sentence',
      [[1, 0]],
      'requiredPhrases, source 0: tokens must be integers from 0 to 3 other than the end',
    ],
    [
      'more than fits',
      [
        [1, 2],
        [3, 3, 1, 1],
      ],
      'requiredPhrases, source 0: outputs need at least 6 tokens, the end of sentence included, got a maximum length of 4',
    ],
  ])('%s', async (_, wanted, message) => {
    const model = randomTableModel({ seed: 1, vocabularySize: 4 });
    const find = async () => {
      const constraints = [requiredPhrases(wanted)];
      return search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 4, constraints }, greedy());
    };
    await expect(find()).rejects.toThrow(message);
  });

  test('more states than a table holds', () => {
    const many = Array.from({ length: 24 }, (_, index) => [index + 1]);
    expect(() => requiredPhrases(many)).toThrow(
      'requiredPhrases: must have at most 32768 states with 25 tokens to tell apart, got more; ask for less at once.',
    );
  });
});

test('a beginning that got no place in the beam is not taken for one that came to its end', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const model = randomTableModel({ seed, vocabularySize: 5 });
    const request = { sources: 2, bos: 0, eos: 0, maxLength: 6, constraints: [requiredPhrases([[3, 4], [2]])] };
    for (const width of [2, 3, 4]) {
      const found = await search(model, model.start(2), request, beam({ width, nBest: 99, stop: 'all' }));
      // Every token is possible at every step, so that only ends end.
      for (const { tokens, finished } of found.flat()) expect(finished || tokens.length === 6).toBe(true);
    }
  }
});

test('the tokens of the phrases are those that are told apart, each once, in rising order', () => {
  const constraint = requiredPhrases([[4, 2], [11, 4], [2]]);
  const row = constraint.begin({ source: 0, eos: 0, vocabularySize: 20, maxLength: 9 });
  expect(row.toldApart).toEqual([2, 4, 11]);
  expect(row.after!(4).toldApart).toEqual([2, 4, 11]);
  // 11 4 2 has all of them. Only 11 is a step towards it: after 4 there is 2 11 4 or 11 4 2 to come, after 2 and 7 11 4 2.
  expect([4, 2, 11, 7].map((next) => row.missingAfter!(next))).toEqual([3, 3, 2, 3]);
});
