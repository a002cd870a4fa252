// What holds for every strategy.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import {
  beam,
  exhaustive,
  greedy,
  search,
  type Hypothesis,
  type SearchRun,
  type SearchStrategy,
  type StepModel,
} from '../index.ts';
import { everyOutput, ranked, rowOf, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase, sourcesOf } from './__fixtures__/random-case.ts';

const strategies: readonly (readonly [string, SearchStrategy])[] = [
  ['greedy', greedy()],
  ['beam 1', beam({ width: 1 })],
  ['beam 3, 5 best', beam({ width: 3, nBest: 5 })],
  ['exhaustive, 5 best', exhaustive({ nBest: 5 })],
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
    const logProbs = Float32Array.of(-3, -0.05);
    expect(run.advance({ logProbs })).toEqual({ rows: Int32Array.of(0), tokens: Int32Array.of(1) });
    expect(run.advance({ logProbs })).toBeUndefined();
  });

  test('a log-probability of −0 is reported as 0', async () => {
    const model: StepModel<null> = {
      vocabularySize: 2,
      step: () => ({ logProbs: Float32Array.of(-0, -Infinity), state: null }),
      reorder: () => null,
      release: () => {},
    };
    const found = await search(model, null, { sources: 1, bos: 0, eos: 0, maxLength: 2 }, strategy);
    expect(found[0]![0]).toEqual({ tokens: [0], tokenLogProbs: [0], logProb: 0, score: 0, finished: true });
  });

  test('a vocabulary of nothing but the end of sentence', async () => {
    const model = tableModel({ vocabularySize: 1, nextProbabilities: () => [1] });
    const found = await search(model, model.start(2), { sources: 2, bos: 0, eos: 0, maxLength: 3 }, strategy);
    const only = { tokens: [0], tokenLogProbs: [0], logProb: 0, score: 0, finished: true };
    expect(found).toEqual([[only], [only]]);
  });

  test('a length of 0 gives the empty hypothesis without asking the model', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.5, 0.5] });
    const found = await search(model, model.start(2), { sources: 2, bos: 0, eos: 0, maxLength: 0 }, strategy);
    const empty = { tokens: [], tokenLogProbs: [], logProb: 0, score: 0, finished: false };
    expect(found).toEqual([[empty], [empty]]);
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
    expect(found.map(([best]) => best!.tokens)).toEqual([[], [2], [2, 2]]);
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
    expect(model.rowsPerStep).toEqual([1000, 800, 600, 400, 200]);
  });
});
