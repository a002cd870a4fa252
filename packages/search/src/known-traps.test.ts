// Each of these has gone wrong in some other package for search.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../testing/index.ts';
import { agreement, everyStrategy, plainStrategies } from './strategy/__fixtures__/every-strategy.ts';
import { randomCase } from './strategy/__fixtures__/random-case.ts';
import { withCandidates } from './strategy/__fixtures__/with-candidates.ts';
import {
  bannedTokens,
  beam,
  diverseBeam,
  exhaustive,
  finiteState,
  forcedPrefix,
  greedy,
  lengthNormalization,
  minimumBayesRisk,
  noLengthPenalty,
  requiredPhrases,
  sampling,
  search,
  SearchError,
  wuCoverage,
  type Constraint,
  type SearchStrategy,
  type StopRule,
} from './index.ts';

const task = { sources: 1, bos: 0, eos: 0, maxLength: 9 };

describe('the best hypothesis finishes early', () => {
  // Ending at once has 0.6; what goes on is many, and never has more than 0.1.
  const earlyWinner = () =>
    tableModel({
      vocabularySize: 5,
      nextProbabilities: (_, { length }) => (length === 0 ? [0.6, 0.1, 0.1, 0.1, 0.1] : [0.9, 0.1, 0, 0, 0]),
    });
  const stops: readonly StopRule[] = ['bound', 'first', 'all'];

  test.each<[string, SearchStrategy]>([
    ['greedy', greedy()],
    ['exhaustive', exhaustive()],
    ...stops.flatMap((stop) =>
      [1, 2, 4].map((width): [string, SearchStrategy] => [`beam ${width}, ${stop}`, beam({ width, stop })]),
    ),
    ['diverse beam', diverseBeam({ width: 4, groups: 2 })],
  ])('%s: it is not pushed out by what goes on', async (_, strategy) => {
    const model = earlyWinner();
    const [list] = await search(model, model.start(1), task, strategy);
    expect(list![0]!.tokens).toEqual([0]);
  });

  test.each([1, 2, 4])('beam %i: and a worse one that finishes first does not end the search', async (width) => {
    // 0.3 at once; 0.7 after four tokens.
    const model = tableModel({
      vocabularySize: 2,
      nextProbabilities: (_, { length }) => (length === 0 ? [0.3, 0.7] : length < 3 ? [0, 1] : [1, 0]),
    });
    for (const lengthPenalty of [noLengthPenalty, lengthNormalization(1)]) {
      const [list] = await search(model, model.start(1), task, beam({ width, lengthPenalty }));
      expect(list![0]!.tokens).toEqual([1, 1, 1, 0]);
    }
  });
});

describe('asking for more hypotheses changes the best', () => {
  test.each<[string, (count: number) => SearchStrategy]>([
    ['beam', (nBest) => beam({ width: 3, nBest })],
    ['beam, first', (nBest) => beam({ width: 3, nBest, stop: 'first' })],
    ['beam, all', (nBest) => beam({ width: 3, nBest, stop: 'all' })],
    ['exhaustive', (nBest) => exhaustive({ nBest })],
    ['diverse beam', (nBest) => diverseBeam({ width: 6, groups: 3, nBest })],
    ['sampling', (samples) => sampling({ samples })],
    ['minimum Bayes risk', (nBest) => minimumBayesRisk({ over: sampling({ samples: 8 }), utility: agreement, nBest })],
  ])('%s: asking for more does not change the first', async (_, strategyOf) => {
    const cases = fc.tuple(randomCase({ vocabularySize: 4, maxLength: 5 }), fc.integer({ min: 2, max: 9 }));
    await fc.assert(
      fc.asyncProperty(cases, async ([{ model, task: problem }, count]) => {
        const find = (some: number) => search(model, model.start(problem.sources), problem, strategyOf(some));
        const more = await find(count);
        const fewer = await find(count - 1);
        expect(more.map((list) => list.slice(0, count - 1))).toEqual(fewer);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe.each(everyStrategy)('%s', (_, strategy) => {
  test('a vocabulary of nothing but the end of sentence', async () => {
    const model = tableModel({ vocabularySize: 1, nextProbabilities: () => [1] });
    const found = await search(model, model.start(2), { sources: 2, bos: 0, eos: 0, maxLength: 3 }, strategy);
    const only = { tokens: [0], tokenLogProbs: [0], logProb: 0, score: 0, finished: true };
    for (const list of found) expect(list[0]).toMatchObject(only);
    expect(new Set(found.flat().map(({ tokens }) => tokens.join()))).toEqual(new Set(['0']));
  });

  test('a length of 0 gives the empty hypothesis without asking the model', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.5, 0.5] });
    const found = await search(model, model.start(2), { sources: 2, bos: 0, eos: 0, maxLength: 0 }, strategy);
    const empty = { tokens: [], tokenLogProbs: [], logProb: 0, score: 0, finished: false };
    for (const list of found) expect(list[0]).toMatchObject(empty);
    for (const hypothesis of found.flat()) expect(hypothesis).not.toHaveProperty('alignment');
    expect(new Set(found.flat().map(({ tokens }) => tokens.join()))).toEqual(new Set(['']));
    expect(model.rowsPerStep).toEqual([]);
    expect(model.openStates).toBe(0);
  });

  test('a length of 1 gives one token, and a model without alignments none', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: (source) => (source ? [1, 0] : [0, 1]) });
    const found = await search(model, model.start(2), { sources: 2, bos: 0, eos: 0, maxLength: 1 }, strategy);
    expect(found.map(([best]) => [best!.tokens, best!.finished])).toEqual([
      [[1], false],
      [[0], true],
    ]);
    for (const hypothesis of found.flat()) expect(hypothesis).not.toHaveProperty('alignment');
  });

  test('where nothing is possible a source ends with what it has', async () => {
    const model = tableModel({
      vocabularySize: 3,
      nextProbabilities: (source, prefix) => (prefix.length < source ? [0, 0.25, 0.75] : [0, 0, 0]),
    });
    const found = await search(model, model.start(3), { sources: 3, bos: 0, eos: 0, maxLength: 8 }, strategy);
    expect(found.map((list) => [...new Set(list.map(({ tokens }) => tokens.length))])).toEqual([[0], [1], [2]]);
    expect(found.flat().some(({ finished }) => finished)).toBe(false);
    expect(model.openStates).toBe(0);
  });

  test('a thousand sources at once', async () => {
    const model = tableModel({
      vocabularySize: 3,
      nextProbabilities: (source, prefix) => (prefix.length < source % 5 ? [0, 1, 0] : [1, 0, 0]),
      alignment: (source) => [source],
    });
    const found = await search(model, model.start(1000), { sources: 1000, bos: 0, eos: 0, maxLength: 9 }, strategy);
    expect(found.map(([best]) => best!.tokens.length)).toEqual(
      Array.from({ length: 1000 }, (__, source) => (source % 5) + 1),
    );
    expect(found.map(([best]) => best!.alignment!.at(-1)![0])).toEqual(
      Array.from({ length: 1000 }, (__, source) => source),
    );
  });

  test('not a number is an error that names its step and row, and nothing is left open', async () => {
    const model = tableModel({
      vocabularySize: 3,
      nextProbabilities: (source, prefix) => (source === 1 && prefix.length === 2 ? [0, Number.NaN, 0] : [0, 0, 1]),
    });
    const searching = search(model, model.start(2), { sources: 2, bos: 0, eos: 0, maxLength: 9 }, strategy);
    const error: unknown = await searching.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SearchError);
    const { step, row, message } = error as SearchError;
    expect(message).toMatch(new RegExp(`step 2, row ${row}: the log-probability of token 1 .* got NaN`));
    expect(step).toBe(2);
    // Each source has as many rows, the second those behind.
    expect(row).toBe(model.rowsPerStep[2]! / 2);
    expect(model.openStates).toBe(0);
  });

  test('not a number at the first step, where every number is none', async () => {
    const model = tableModel({ vocabularySize: 3, nextProbabilities: () => [Number.NaN, Number.NaN, Number.NaN] });
    const searching = search(model, model.start(2), { ...task, sources: 2 }, strategy);
    await expect(searching).rejects.toMatchObject({ step: 0, row: 0, path: 'logProbs' });
    expect(model.openStates).toBe(0);
  });

  test('all beams dead under constraints', async () => {
    const model = tableModel({ vocabularySize: 3, nextProbabilities: () => [0.5, 0.3, 0.2] });
    const request = { ...task, sources: 2, constraints: [bannedTokens([0, 1, 2])] };
    const found = await search(model, model.start(2), request, strategy);
    const empty = { tokens: [], tokenLogProbs: [], logProb: 0, score: 0, finished: false };
    for (const list of found) expect(list[0]).toMatchObject(empty);
    expect(new Set(found.flat().map(({ tokens }) => tokens.join()))).toEqual(new Set(['']));
    const later = { ...request, constraints: [forcedPrefix([1]), bannedTokens([0, 2]), onlyOnce] };
    for (const list of await search(model, model.start(2), later, strategy)) {
      expect(new Set(list.map(({ tokens, finished }) => `${tokens.join()} ${finished}`))).toEqual(new Set(['1 false']));
    }
    expect(model.openStates).toBe(0);
  });

  test('a source of length 1', async () => {
    const model = tableModel({ vocabularySize: 3, nextProbabilities: () => [0.5, 0.3, 0.2], alignment: () => [1] });
    const request = { ...task, sources: 2, sourceLengths: [1, 1], maxLengthFactor: 1 };
    const found = await search(model, model.start(2), request, strategy);
    for (const { tokens, alignment } of found.flat()) {
      expect(tokens).toHaveLength(1);
      expect(alignment!.map((weights) => [...weights])).toEqual([[1]]);
    }
  });
});

/** No token comes twice. */
const onlyOnce = {
  begin: () => ({
    apply(logProbs: Float32Array, tokens: readonly number[]) {
      for (const token of tokens) logProbs[token] = -Infinity;
    },
  }),
};

test.each([
  ['greedy', greedy],
  ['beam', (options: object) => beam({ width: 2, ...options })],
  ['exhaustive', exhaustive],
  ['sampling', sampling],
])('%s: a source of length 1, where scores count it', async (_, make) => {
  const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [1, 0], alignment: () => [1] });
  const request = { ...task, sourceLengths: [1] };
  const strategy = make({ coverage: wuCoverage(0.2), eosNormalization: 1 });
  const [list] = await search(model, model.start(1), request, strategy);
  // One token, certain; the one position has all the attention there is.
  expect(list![0]).toMatchObject({ tokens: [0], logProb: 0, score: 0, finished: true });
});

const asking = plainStrategies.filter(([, { candidatesPerRow }]) => candidatesPerRow !== undefined);

test.each(asking)('%s: not a number among candidates is an error that names its step and row', async (_, strategy) => {
  const table = tableModel({
    vocabularySize: 9,
    nextProbabilities: () => [0.04, ...Array.from({ length: 8 }, () => 0.12)],
  });
  const giving = withCandidates(table);
  const model = {
    ...giving,
    async step(...asked: Parameters<typeof giving.step>) {
      const result = await giving.step(...asked);
      if (table.rowsPerStep.length === 2) result.candidates!.eosLogProbs[1] = Number.NaN;
      return result;
    },
  };
  const searching = search(model, table.start(2), { ...task, sources: 2 }, strategy);
  await expect(searching).rejects.toMatchObject({ step: 1, row: 1, path: 'candidates.eosLogProbs' });
  expect(table.openStates).toBe(0);
});

describe('two constraints that look ahead', () => {
  // The phrase 1 2, and 2 an even number of times, in at most three words: 1 2 2 and 2 1 2. After 1 1 each alone can still be met,
  // both together cannot.
  const model = () => tableModel({ vocabularySize: 3, nextProbabilities: () => [0.1, 0.6, 0.3] });
  const find = async (constraints: readonly Constraint[], strategy: SearchStrategy) => {
    const table = model();
    return (await search(table, table.start(1), { ...task, maxLength: 4, constraints }, strategy))[0]!;
  };
  const phrase = requiredPhrases([[1, 2]]);
  const even = finiteState({
    start: 0,
    vocabularySize: 3,
    next: (odd: number, token) => (token === 0 ? undefined : token === 2 ? 1 - odd : odd),
    accepts: (odd) => odd === 0,
  });
  /** Both in one: how much of the phrase is there, and whether 2 came an odd number of times. */
  const both = finiteState({
    start: '0 0',
    vocabularySize: 3,
    next(state: string, token) {
      const [had, odd] = state.split(' ').map(Number) as [number, number];
      if (token === 0) return undefined;
      const has = had === 2 || (had === 1 && token === 2) ? 2 : token === 1 ? 1 : 0;
      return `${has} ${token === 2 ? 1 - odd : odd}`;
    },
    accepts: (state) => state === '2 0',
  });

  test('do not see each other: a narrow search may end unfinished, with nothing forbidden', async () => {
    expect((await find([phrase], greedy()))[0]!.finished).toBe(true);
    expect((await find([even], greedy()))[0]!.finished).toBe(true);
    expect(await find([phrase, even], greedy())).toMatchObject([{ tokens: [1, 1], finished: false }]);
  });

  test('with room enough all that obeys both is found', async () => {
    for (const strategy of [exhaustive({ nBest: 99 }), beam({ width: 8, nBest: 99 })]) {
      const finished = (await find([phrase, even], strategy)).filter((each) => each.finished);
      expect(finished.map(({ tokens }) => tokens.join()).toSorted()).toEqual(['1,2,2,0', '2,1,2,0']);
    }
  });

  test('said as one automaton they are obeyed however narrow the search', async () => {
    expect(await find([both], greedy())).toMatchObject([{ tokens: [1, 2, 2, 0], finished: true }]);
  });
});
