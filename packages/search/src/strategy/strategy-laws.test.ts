// What holds for every strategy.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import {
  beam,
  diverseBeam,
  exhaustive,
  greedy,
  minimumBayesRisk,
  sampling,
  search,
  SearchError,
  stochasticBeam,
  withLimits,
  type Hypothesis,
  type SearchRun,
  type SearchStrategy,
  type StepModel,
} from '../index.ts';
import { everyOutput, ranked, rowOf, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase, sourcesOf } from './__fixtures__/random-case.ts';

/** How many places have the same token. */
const agreement = (output: readonly number[], reference: readonly number[]) =>
  output.filter((token, at) => token === reference[at]).length;

/** Those that take the most probable at each turn, with one row for each source where nothing else is possible. */
const plain: readonly (readonly [string, SearchStrategy])[] = [
  ['greedy', greedy()],
  ['beam 1', beam({ width: 1 })],
  ['beam 3, 5 best', beam({ width: 3, nBest: 5 })],
  ['beam 3, stopping at the first', beam({ width: 3, nBest: 5, stop: 'first' })],
  ['beam 3, never stopping', beam({ width: 3, nBest: 5, stop: 'all' })],
  ['exhaustive, 5 best', exhaustive({ nBest: 5 })],
  ['beam 2 of at most a hundred steps', withLimits(beam({ width: 2 }), { maxSteps: 100 })],
];

const strategies: readonly (readonly [string, SearchStrategy])[] = [
  ...plain,
  ['diverse beam, 2 groups of 2', diverseBeam({ width: 4, groups: 2, nBest: 5 })],
  ['sampling 1', sampling()],
  ['sampling 4', sampling({ samples: 4, temperature: 1.5, topP: 0.9 })],
  ['sampling 3 of the 2 most probable', sampling({ samples: 3, topK: 2 })],
  ['stochastic beam 1', stochasticBeam({ width: 1 })],
  ['stochastic beam 4', stochasticBeam({ width: 4 })],
  ['minimum Bayes risk of samples', minimumBayesRisk({ over: sampling({ samples: 6 }), utility: agreement, nBest: 3 })],
  ['minimum Bayes risk of a beam', minimumBayesRisk({ over: beam({ width: 3, nBest: 5 }), utility: agreement })],
];

test.each([
  ['beam', beam({ width: 3 ** 4, nBest: 6 })],
  ['exhaustive', exhaustive({ nBest: 6 })],
])('%s: the best after some steps is the best of a search of that length', async (_, strategy) => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 4 }), async ({ model, task }) => {
      let maxLength = 0;
      const onStep = (run: SearchRun) => {
        maxLength++;
        for (const [source, hypotheses] of run.best().entries()) {
          const expected = ranked(everyOutput(model, source, { ...task, maxLength }), 0.7).slice(0, 6);
          expect(hypotheses.map(withoutAlignment)).toEqual(expected);
        }
      };
      await search(model, model.start(task.sources), task, strategy, { onStep });
    }),
    { seed: 3, numRuns: 300 },
  );
});

describe.each(strategies)('%s', (_, strategy) => {
  test('a batch gives what its sources give one by one, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 5 }), async ({ model, task }) => {
        const sources = [0, 1, 2, 3, 4];
        const find = (list: readonly number[]) =>
          search(model, model.start(list), { ...task, ...sourcesOf(list) }, strategy);
        const alone: (readonly Hypothesis[])[] = [];
        for (const source of sources) alone.push((await find([source]))[0]!);
        expect(await find(sources)).toEqual(alone);
        expect(await find(sources.toReversed())).toEqual(alone.toReversed());
        expect(model.openStates).toBe(0);
      }),
      { seed: 1, numRuns: 250 },
    );
  });

  test('every hypothesis tells its own log-probabilities and alignment', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomCase({ vocabularySize: 4, maxLength: 5 }),
        async ({ model: { nextProbabilities }, task }) => {
          const { eos, maxLength, sources } = task;
          // The weights spell the source and the prefix that was read when they were made.
          const model = tableModel({
            vocabularySize: nextProbabilities(0, []).length,
            nextProbabilities,
            alignment: (source, prefix) =>
              Array.from({ length: maxLength + 1 }, (__, at) => (at === 0 ? source : (prefix[at - 1] ?? -1))),
          });
          const found = await search(model, model.start(sources), task, strategy);
          for (const [source, hypotheses] of found.entries()) {
            for (const { tokens, tokenLogProbs, logProb, finished, alignment } of hypotheses) {
              const prefixes = tokens.map((__, length) => tokens.slice(0, length));
              expect(tokenLogProbs).toEqual(prefixes.map((prefix, at) => rowOf(model, source, prefix)[tokens[at]!]));
              expect(logProb).toBe(tokenLogProbs.reduce((sum, each) => sum + each, 0));
              expect(tokens.indexOf(eos)).toBe(finished ? tokens.length - 1 : -1);
              if (maxLength === 0) continue;
              expect(alignment).toHaveLength(tokens.length);
              for (const [at, prefix] of prefixes.entries()) {
                const padded = Array.from({ length: maxLength }, (__, index) => prefix[index] ?? -1);
                expect(Array.from(alignment![at]!)).toEqual([source, ...padded]);
              }
            }
          }
        },
      ),
      { seed: 2, numRuns: 250 },
    );
  });

  test('a run is done at maxLength by itself', () => {
    const run = strategy.begin({ sources: 1, bos: 0, eos: 0, maxLength: 2, vocabularySize: 2 });
    const goingOn = (rows: number) =>
      Float32Array.from({ length: rows * 2 }, (__, index) => (index % 2 ? 0 : -Infinity));
    const expansion = run.advance({ logProbs: goingOn(1) })!;
    expect(new Set(expansion.rows)).toEqual(new Set([0]));
    expect(new Set(expansion.tokens)).toEqual(new Set([1]));
    expect(run.advance({ logProbs: goingOn(expansion.rows.length) })).toBeUndefined();
  });

  test('a log-probability of −0 is reported as 0', async () => {
    const model: StepModel<null> = {
      vocabularySize: 2,
      step: () => ({ logProbs: Float32Array.of(-0, -Infinity), state: null }),
      reorder: () => null,
      release: () => {},
    };
    const found = await search(model, null, { sources: 1, bos: 0, eos: 0, maxLength: 2 }, strategy);
    expect(found[0]![0]).toMatchObject({ tokens: [0], tokenLogProbs: [0], logProb: 0, score: 0, finished: true });
  });

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
    expect(new Set(found.flat().map(({ tokens }) => tokens.join()))).toEqual(new Set(['']));
    expect(model.rowsPerStep).toEqual([]);
    expect(model.openStates).toBe(0);
  });

  test('a length of 1 gives one token', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: (source) => (source ? [1, 0] : [0, 1]) });
    const found = await search(model, model.start(2), { sources: 2, bos: 0, eos: 0, maxLength: 1 }, strategy);
    expect(found.map(([best]) => [best!.tokens, best!.finished])).toEqual([
      [[1], false],
      [[0], true],
    ]);
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

  test('what is seen on the way changes nothing, and the last of it is the result', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 5 }), async ({ model, task }) => {
        const seen: (readonly (readonly Hypothesis[])[])[] = [];
        const onStep = (run: SearchRun) => void seen.push(run.best());
        const found = await search(model, model.start(task.sources), task, strategy, { onStep });
        expect(found).toEqual(await search(model, model.start(task.sources), task, strategy));
        if (task.maxLength > 0) expect(seen.at(-1)).toEqual(found);
        for (const [step, lists] of seen.entries()) {
          expect(lists).toHaveLength(task.sources);
          for (const list of lists) {
            expect(list.length).toBeGreaterThan(0);
            for (const { tokens } of list) expect(tokens.length).toBeLessThanOrEqual(step + 1);
          }
        }
      }),
      { seed: 4, numRuns: 150 },
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
});

test.each(plain)('%s: sources that are done leave the batch', async (_, strategy) => {
  const model = tableModel({
    vocabularySize: 3,
    nextProbabilities: (source, prefix) => (prefix.length < source % 5 ? [0, 1, 0] : [1, 0, 0]),
  });
  await search(model, model.start(1000), { sources: 1000, bos: 0, eos: 0, maxLength: 9 }, strategy);
  expect(model.rowsPerStep).toEqual([1000, 800, 600, 400, 200]);
});

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
    fc.asyncProperty(cases, async ([{ model, task }, count]) => {
      const find = (some: number) => search(model, model.start(task.sources), task, strategyOf(some));
      const more = await find(count);
      const fewer = await find(count - 1);
      expect(more.map((list) => list.slice(0, count - 1))).toEqual(fewer);
    }),
    { seed: 5, numRuns: 200 },
  );
});
