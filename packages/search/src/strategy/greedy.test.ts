import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { greedy, lengthNormalization, search } from '../index.ts';
import { rowOf } from './__fixtures__/enumerate.ts';
import { randomCase } from './__fixtures__/random-case.ts';

test('greedy search walks where a hand would: the largest value, the first of equals', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 6, maxLength: 8 }), async ({ model, task, alpha }) => {
      const strategy = greedy({ lengthPenalty: lengthNormalization(alpha) });
      const found = await search(model, model.start(task.sources), task, strategy);
      for (const [source, hypotheses] of found.entries()) {
        const tokens: number[] = [];
        let logProb = 0;
        while (tokens.length < task.maxLength && tokens.at(-1) !== task.eos) {
          const row = rowOf(model, source, tokens);
          const largest = Math.max(...row);
          if (largest === -Infinity) break;
          tokens.push(row.indexOf(largest));
          logProb += largest;
        }
        expect(hypotheses).toHaveLength(1);
        expect(hypotheses[0]).toMatchObject({
          tokens,
          logProb,
          score: tokens.length === 0 ? 0 : logProb / tokens.length ** alpha,
          finished: tokens.at(-1) === task.eos,
        });
      }
      expect(model.openStates).toBe(0);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('by default the score is the log-probability divided by length to the power 0.7', async () => {
  const model = tableModel({
    vocabularySize: 3,
    nextProbabilities: (_, prefix) => (prefix.length < 2 ? [0, 0.25, 0.75] : [1, 0, 0]),
  });
  const [hypotheses] = await search(model, model.start(1), { sources: 1, bos: 1, eos: 0, maxLength: 9 }, greedy());
  expect(hypotheses![0]!.tokens).toEqual([2, 2, 0]);
  expect(hypotheses![0]!.score).toBeCloseTo((2 * Math.log(0.75)) / 3 ** 0.7, 6);
});

test('sources that are done leave the batch', async () => {
  const model = tableModel({
    vocabularySize: 2,
    nextProbabilities: (source, prefix) => (prefix.length === source ? [1, 0] : [0, 1]),
  });
  const found = await search(model, model.start(4), { sources: 4, bos: 1, eos: 0, maxLength: 9 }, greedy());
  expect(found.map(([only]) => only!.tokens)).toEqual([[0], [1, 0], [1, 1, 0], [1, 1, 1, 0]]);
  expect(model.rowsPerStep).toEqual([4, 3, 2, 1]);
});
