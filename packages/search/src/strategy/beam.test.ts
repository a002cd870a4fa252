import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomTableModel, tableModel } from '../../testing/index.ts';
import { beam, greedy, lengthNormalization, search, SearchError, type SearchStrategy } from '../index.ts';
import { everyOutput, plainBeam, ranked, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase } from './__fixtures__/random-case.ts';

const waves = (length: number) => 1.5 + Math.sin(length * 2);

test('a beam as wide as the tree finds the best of all outputs, in order', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 4 }), async ({ model, task, alpha, nBest }) => {
      const strategy = beam({ width: 3 ** 4, nBest, lengthPenalty: lengthNormalization(alpha) });
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

test('stopping early loses nothing that a beam without early stopping finds', async () => {
  const cases = fc.tuple(randomCase({ vocabularySize: 6, maxLength: 7 }), fc.integer({ min: 1, max: 5 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model, task, alpha, nBest }, width]) => {
      const strategy = beam({ width, nBest, lengthPenalty: lengthNormalization(alpha) });
      const found = await search(model, model.start(task.sources), task, strategy);
      for (const [source, hypotheses] of found.entries()) {
        const expected = ranked(plainBeam(model, source, task, width), alpha).slice(0, nBest);
        expect(hypotheses.map(withoutAlignment)).toEqual(expected);
      }
    }),
    { seed: 2, numRuns: 1500 },
  );
});

test('the same holds for a length penalty that rises and falls', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 6 }), async ({ model, task }) => {
      const short = await search(model, model.start(task.sources), task, beam({ width: 2, lengthPenalty: waves }));
      for (const [source, hypotheses] of short.entries()) {
        const paths = ranked(plainBeam(model, source, task, 2), 0)
          .map((path) => ({ ...path, score: path.tokens.length === 0 ? 0 : path.logProb / waves(path.tokens.length) }))
          .filter(({ finished }, _, all) => finished || !all.some((other) => other.finished));
        expect(hypotheses[0]!.score).toBe(Math.max(...paths.map(({ score }) => score)));
      }
    }),
    { seed: 3, numRuns: 500 },
  );
});

test('asking for more hypotheses never changes the first ones', async () => {
  const cases = fc.tuple(randomCase({ vocabularySize: 5, maxLength: 7 }), fc.integer({ min: 1, max: 4 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model, task, alpha, nBest }, width]) => {
      const lengthPenalty = lengthNormalization(alpha);
      const one = await search(model, model.start(task.sources), task, beam({ width, lengthPenalty }));
      const many = await search(model, model.start(task.sources), task, beam({ width, lengthPenalty, nBest }));
      expect(many.map(([first]) => first)).toEqual(one.map(([only]) => only));
      for (const hypotheses of many) {
        expect(new Set(hypotheses.map(({ tokens }) => tokens.join()))).toHaveLength(hypotheses.length);
      }
    }),
    { seed: 4, numRuns: 500 },
  );
});

// Tokens: 0 ends, 1 and 2 are words. By hand: greedy takes 1 (0.6), then ends (0.4): 0.24.
// The beam also keeps 2 (0.4), which surely ends: 0.4.
const garden = () =>
  tableModel({
    vocabularySize: 3,
    nextProbabilities: (_, prefix) =>
      prefix.length === 0 ? [0, 0.6, 0.4] : prefix[0] === 2 ? [1, 0, 0] : [0.4, 0.3, 0.3],
  });

test('a beam of two finds what greedy search misses', async () => {
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 5 };
  const lengthPenalty = lengthNormalization(0);
  const model = garden();
  const find = async (strategy: SearchStrategy) => (await search(model, model.start(1), task, strategy))[0]![0]!;
  const greedyOne = await find(greedy({ lengthPenalty }));
  const beamOne = await find(beam({ width: 2, lengthPenalty }));
  expect(greedyOne.tokens).toEqual([1, 0]);
  expect(Math.exp(greedyOne.logProb)).toBeCloseTo(0.24, 6);
  expect(beamOne.tokens).toEqual([2, 0]);
  expect(Math.exp(beamOne.logProb)).toBeCloseTo(0.4, 6);
  expect(beamOne).toMatchObject({ finished: true, score: beamOne.logProb });
});

test('a bad output that ends first does not end the search', async () => {
  // Ending at once has probability 0.1; the other way is certain after its first token: 0.9, three tokens later.
  const model = tableModel({
    vocabularySize: 2,
    nextProbabilities: (_, prefix) =>
      [
        [0.1, 0.9],
        [0, 1],
        [0, 1],
        [1, 0],
      ][prefix.length]!,
  });
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 10 };
  const [hypotheses] = await search(model, model.start(1), task, beam({ width: 1, nBest: 2 }));
  expect(hypotheses!.map(({ tokens }) => tokens)).toEqual([[1, 1, 1, 0], [0]]);
});

test('the search stops as soon as nothing alive can win', async () => {
  // Half ends at once; what goes on needs many tokens of 0.9 and cannot catch up without length penalty: 0.5 · 0.9 < 0.5.
  const model = tableModel({
    vocabularySize: 2,
    nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0.6, 0.4] : [0.1, 0.9]),
  });
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 1000 };
  await search(model, model.start(1), task, beam({ width: 1, lengthPenalty: lengthNormalization(0) }));
  expect(model.rowsPerStep).toEqual([1]);
});

test('the bound looks at lengths still to come, not at those behind', async () => {
  // ln 0.5 / 2 on the shelf; what lives has ln 0.5 and will be divided by 1.
  const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.5, 0.5] });
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 9 };
  await search(model, model.start(1), task, beam({ width: 1, lengthPenalty: (length) => (length === 1 ? 2 : 1) }));
  expect(model.rowsPerStep).toEqual([1]);
});

test('what ended takes no place in the beam', async () => {
  const model = randomTableModel({ seed: 3, vocabularySize: 6 });
  const task = { sources: 2, bos: 0, eos: 0, maxLength: 4 };
  await search(model, model.start(2), task, beam({ width: 4, nBest: 100 }));
  expect(model.rowsPerStep).toEqual([2, 8, 8, 8]);
});

test('equal beginnings: the earlier row, then the smaller token', async () => {
  const model = tableModel({ vocabularySize: 4, nextProbabilities: () => [0.25, 0.25, 0.25, 0.25] });
  const task = { sources: 1, bos: 0, eos: 3, maxLength: 2 };
  const [hypotheses] = await search(model, model.start(1), task, beam({ width: 2, nBest: 9 }));
  expect(hypotheses!.map(({ tokens }) => tokens)).toEqual([[3], [0, 3], [1, 3], [0, 0], [0, 1]]);
});

test('options are checked', () => {
  expect(() => beam({ width: 0 })).toThrow(/beam\.width: must be a positive integer, got 0/);
  expect(() => beam({ width: 2.5 })).toThrow(SearchError);
  expect(() => beam({ width: Number.NaN })).toThrow(SearchError);
  expect(() => beam({ width: 2, nBest: 0 })).toThrow(/beam\.nBest/);
  // @ts-expect-error a number instead of a function
  expect(() => beam({ width: 2, lengthPenalty: 0.7 })).toThrow(/use lengthNormalization/);
});
