import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomTableModel } from '../../testing/index.ts';
import { exhaustive, lengthNormalization, search, SearchError } from '../index.ts';
import { everyOutput, ranked, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase } from './__fixtures__/random-case.ts';

test('exhaustive search finds what a recursive enumeration finds, in the same order', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 4 }), async ({ model, task, alpha, nBest }) => {
      const strategy = exhaustive({ nBest, lengthPenalty: lengthNormalization(alpha) });
      const found = await search(model, model.start(task.sources), task, strategy);
      for (const [source, hypotheses] of found.entries()) {
        const expected = ranked(everyOutput(model, source, task), alpha).slice(0, nBest);
        expect(hypotheses.map(withoutAlignment)).toEqual(expected);
      }
      expect(model.openStates).toBe(0);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('the probabilities of all outputs sum to one', async () => {
  const model = randomTableModel({ seed: 5, vocabularySize: 4 });
  const task = { sources: 1, bos: 0, eos: 2, maxLength: 5 };
  const [all] = await search(model, model.start(1), task, exhaustive({ nBest: 1_000_000 }));
  expect(all).toHaveLength(3 ** 0 + 3 ** 1 + 3 ** 2 + 3 ** 3 + 3 ** 4 + 3 ** 5);
  expect(all!.reduce((sum, { logProb }) => sum + Math.exp(logProb), 0)).toBeCloseTo(1, 5);
});

test('too many rows are an error, and nothing is left open', async () => {
  const model = randomTableModel({ seed: 1, vocabularySize: 5 });
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 4 };
  await expect(search(model, model.start(1), task, exhaustive({ maxRows: 63 }))).rejects.toThrow(/more than 63 rows/);
  expect(model.openStates).toBe(0);
  const [hypotheses] = await search(model, model.start(1), task, exhaustive({ maxRows: 64, nBest: 1000 }));
  expect(hypotheses).toHaveLength(1 + 4 + 16 + 64 + 256);
});

test('options that count are checked', () => {
  expect(() => exhaustive({ nBest: 0 })).toThrow(SearchError);
  expect(() => exhaustive({ maxRows: 1.5 })).toThrow(/exhaustive\.maxRows: must be a positive integer, got 1\.5/);
});
