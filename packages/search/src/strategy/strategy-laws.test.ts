// What holds for every strategy.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { beam, exhaustive, search, type Hypothesis, type SearchRun, type StepModel } from '../index.ts';
import { everyStrategy, plainStrategies } from './__fixtures__/every-strategy.ts';
import { everyOutput, ranked, rowOf, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase, sourcesOf } from './__fixtures__/random-case.ts';

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

describe.each(everyStrategy)('%s', (_, strategy) => {
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
});

test.each(plainStrategies)('%s: sources that are done leave the batch', async (_, strategy) => {
  const model = tableModel({
    vocabularySize: 3,
    nextProbabilities: (source, prefix) => (prefix.length < source % 5 ? [0, 1, 0] : [1, 0, 0]),
  });
  await search(model, model.start(1000), { sources: 1000, bos: 0, eos: 0, maxLength: 9 }, strategy);
  expect(model.rowsPerStep).toEqual([1000, 800, 600, 400, 200]);
});
