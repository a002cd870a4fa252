import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel, tableModel } from '../../testing/index.ts';
import { sampling, search, SearchError, type SamplingOptions } from '../index.ts';
import { countsOf, isDrawnFrom } from './__fixtures__/chi-square.ts';
import { everyOutput, rowOf } from './__fixtures__/enumerate.ts';
import { randomCase, sourcesOf } from './__fixtures__/random-case.ts';
import { withCandidates } from './__fixtures__/with-candidates.ts';

const model = randomTableModel({ seed: 12, vocabularySize: 4 });
const task = { sources: 1, bos: 0, eos: 1, maxLength: 3 };

/** A row's probabilities as the options leave them, written as plainly as possible for those few that the tests use. */
function changed(row: readonly number[], { temperature = 1, topK = row.length, topP = 1 }: SamplingOptions): number[] {
  const hot = row.map((logProb) => Math.exp(logProb) ** (1 / temperature));
  const order = [...hot.keys()].toSorted((one, other) => hot[other]! - hot[one]!).slice(0, topK);
  const mass = order.reduce((sum, token) => sum + hot[token]!, 0);
  const nucleus: number[] = [];
  for (let sum = 0; sum < topP * mass * 0.999999; sum += hot[nucleus.at(-1)!]!) nucleus.push(order[nucleus.length]!);
  const total = nucleus.reduce((sum, token) => sum + hot[token]!, 0);
  return hot.map((weight, token) => (nucleus.includes(token) ? weight / total : 0));
}

describe('outputs come as often as they are probable', () => {
  test.each<SamplingOptions>([
    {},
    { seed: 5 },
    { temperature: 0.5 },
    { temperature: 3 },
    { topK: 2 },
    { topP: 0.8 },
    { temperature: 1.5, topK: 3, topP: 0.7 },
  ])('%j', async (options) => {
    const [drawn] = await search(model, model.start(1), task, sampling({ ...options, samples: 10_000 }));
    const probabilities = new Map(
      everyOutput(model, 0, task).map(({ tokens }) => [
        tokens.join(),
        tokens.reduce((product, token, at) => {
          return product * changed(rowOf(model, 0, tokens.slice(0, at)), options)[token]!;
        }, 1),
      ]),
    );
    expect([...probabilities.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
    expect(isDrawnFrom(countsOf(drawn!.map(({ tokens }) => tokens.join())), probabilities)).toBe(true);
  });
});

test('samples of one source, and of sources with other seeds, do not depend on each other', async () => {
  const pairs = 8000;
  const probabilities = new Map<string, number>();
  const outputs = everyOutput(model, 0, task).map(({ tokens, tokenLogProbs }) => {
    return [tokens.join(), Math.exp(tokenLogProbs.reduce((sum, each) => sum + each, 0))] as const;
  });
  for (const [one, p] of outputs) for (const [other, q] of outputs) probabilities.set(`${one} ${other}`, p * q);

  const list = Array.from({ length: pairs }, () => 0);
  const seeds = list.map((_, index) => index);
  const found = await search(model, model.start(list), { ...task, sources: pairs, seeds }, sampling({ samples: 2 }));
  const inSource = found.map((two) => two.map(({ tokens }) => tokens.join()).join(' '));
  const acrossSources = found.map(([first], index) => {
    return `${first!.tokens.join()} ${found[(index + 1) % pairs]![0]!.tokens.join()}`;
  });
  expect(isDrawnFrom(countsOf(inSource), probabilities)).toBe(true);
  expect(isDrawnFrom(countsOf(acrossSources), probabilities)).toBe(true);
});

test('the same seed gives the same, another one something else, and more samples do not change the first', async () => {
  const draw = async (options: SamplingOptions, seeds = [0]) =>
    (await search(model, model.start(1), { ...task, seeds }, sampling(options)))[0]!;
  const some = await draw({ samples: 20 });
  expect(await draw({ samples: 20 })).toEqual(some);
  expect((await draw({ samples: 50 })).slice(0, 20)).toEqual(some);
  expect(await draw({ samples: 20, seed: 1 })).not.toEqual(some);
  expect(await draw({ samples: 20 }, [1])).not.toEqual(some);
});

test('a source with its seed draws the same wherever it stands', async () => {
  const strategy = sampling({ samples: 3, temperature: 2 });
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 5, maxLength: 5 }), async ({ model: tables, task: problem }) => {
      const find = (list: readonly number[]) =>
        search(
          tables,
          tables.start(list),
          { ...problem, ...sourcesOf(list), seeds: list.map((source) => source + 40) },
          strategy,
        );
      const [alone] = await find([2]);
      const among = await find([4, 0, 2, 1]);
      expect(among[2]).toEqual(alone);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('top k draws the same from candidates as from full scores', async () => {
  const cases = fc.tuple(randomCase({ vocabularySize: 9, maxLength: 5 }), fc.integer({ min: 1, max: 6 }));
  let requests = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model: tables, task: problem }, topK]) => {
      const strategy = sampling({ samples: 4, topK, topP: 0.9, temperature: 1.3 });
      const giving = withCandidates(tables);
      const found = await search(giving, tables.start(problem.sources), problem, strategy);
      expect(found).toEqual(await search(tables, tables.start(problem.sources), problem, strategy));
      requests += giving.requests.filter(Boolean).length;
    }),
    { seed: 2, numRuns: 500 },
  );
  expect(requests).toBeGreaterThan(100);
});

test('top k by hand: the end of sentence is one of them where it is among the best, of equals the smaller token', async () => {
  const cases: readonly (readonly [topK: number, eos: number, probabilities: number[], drawn: number[]])[] = [
    [2, 0, [0.25, 0.25, 0.25, 0.25], [0, 1]],
    [2, 1, [0.25, 0.25, 0.25, 0.25], [0, 1]],
    [2, 2, [0.25, 0.25, 0.25, 0.25], [0, 1]],
    [3, 2, [0.25, 0.25, 0.25, 0.25], [0, 1, 2]],
    [1, 1, [0.1, 0.6, 0.3, 0], [1]],
    [2, 1, [0.1, 0.6, 0.3, 0], [1, 2]],
    [2, 1, [0.5, 0.1, 0.4, 0], [0, 2]],
    [3, 1, [0.5, 0.1, 0.4, 0], [0, 1, 2]],
    [1, 3, [0.4, 0.2, 0, 0.4], [0]],
    [1, 0, [0.4, 0.2, 0, 0.4], [0]],
  ];
  for (const [topK, eos, probabilities, drawn] of cases) {
    const table = tableModel({ vocabularySize: 4, nextProbabilities: () => probabilities });
    for (const tables of [table, withCandidates(table)]) {
      const request = { ...task, eos, maxLength: 1 };
      const [list] = await search(tables, table.start(1), request, sampling({ topK, samples: 60 }));
      expect([...new Set(list!.map(({ tokens }) => tokens[0]!))].toSorted((one, other) => one - other)).toEqual(drawn);
      for (const { tokens, logProb } of list!) expect(logProb).toBe(Math.fround(Math.log(probabilities[tokens[0]!]!)));
    }
  }
});

test('the model is asked for as many candidates as top k, and without it for all scores', async () => {
  const requestsOf = async (options: SamplingOptions) => {
    const table = randomTableModel({ seed: 3, vocabularySize: 9 });
    const asked = withCandidates(table);
    await search(asked, table.start(1), { ...task, maxLength: 1 }, sampling(options));
    return asked.requests;
  };
  expect(await requestsOf({ topK: 4 })).toEqual([{ count: 4, eos: 1 }]);
  expect(await requestsOf({ topP: 0.9 })).toEqual([undefined]);
});

test('options are checked', () => {
  expect(() => sampling({ samples: 0 })).toThrow(/sampling\.samples: must be a positive integer, got 0/);
  expect(() => sampling({ seed: 0.5 })).toThrow(/sampling: seed must be a finite number that is an integer, got 0\.5/);
  expect(() => sampling({ topP: 2 })).toThrow(SearchError);
});
