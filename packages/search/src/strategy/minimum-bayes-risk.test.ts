import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { beam, exhaustive, minimumBayesRisk, noLengthPenalty, sampling, search } from '../index.ts';
import { everyOutput, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase } from './__fixtures__/random-case.ts';

/** How many places have the same token. */
const agreement = (output: readonly number[], reference: readonly number[]) =>
  output.filter((token, at) => token === reference[at]).length;

// Outputs: 3 (0.4), 1 1 (0.3), 1 2 (0.3), ends aside. The most probable is 3, but 0.6 begin with 1.
const odd = () =>
  tableModel({
    vocabularySize: 4,
    nextProbabilities: (_, prefix) =>
      prefix.length === 0 ? [0, 0.6, 0, 0.4] : prefix.length === 1 && prefix[0] === 1 ? [0, 0.5, 0.5, 0] : [1, 0, 0, 0],
  });
const task = { sources: 1, bos: 0, eos: 0, maxLength: 5 };

test('what outputs agree on wins over the most probable one, by hand', async () => {
  const model = odd();
  const over = beam({ width: 3, nBest: 3, lengthPenalty: noLengthPenalty });
  const mostProbable = (await search(model, model.start(1), task, over))[0]![0]!;
  expect(mostProbable.tokens).toEqual([3, 0]);
  const strategy = minimumBayesRisk({ over, utility: agreement, weights: 'probability', nBest: 3 });
  const [found] = await search(model, model.start(1), task, strategy);
  // 1 1: 0.3 · 2 + 0.3 · 1 + 0.4 · 0; the same for 1 2; for 3: 0.4 · 1.
  expect(found!.map(({ tokens }) => tokens)).toEqual([
    [1, 1, 0],
    [1, 2, 0],
    [3, 0],
  ]);
  expect(found!.map(({ score }) => score)).toEqual([0.9, 0.9, 0.4].map((score) => expect.closeTo(score, 6)));
  const uniform = minimumBayesRisk({ over, utility: agreement, nBest: 3 });
  const [counted] = await search(model, model.start(1), task, uniform);
  expect(counted!.map(({ score }) => score)).toEqual([1, 1, 1 / 3].map((score) => expect.closeTo(score, 6)));
});

test('over all outputs by their probability it is the expected utility itself', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 3 }), async ({ model, task: problem, nBest }) => {
      const over = exhaustive({ nBest: 1000 });
      const strategy = minimumBayesRisk({ over, utility: agreement, weights: 'probability', nBest });
      const found = await search(model, model.start(problem.sources), problem, strategy);
      for (const [source, hypotheses] of found.entries()) {
        const all = everyOutput(model, source, problem).map(({ tokens, tokenLogProbs, finished }) => ({
          tokens: tokens.join(),
          words: finished ? tokens.slice(0, -1) : tokens,
          probability: Math.exp(tokenLogProbs.reduce((sum, each) => sum + each, 0)),
          finished,
        }));
        const mass = all.reduce((sum, { probability }) => sum + probability, 0);
        const risks = all.map(({ words, tokens, finished }) => ({
          tokens,
          finished,
          score: all.reduce(
            (sum, { words: other, probability }) => sum + (agreement(words, other) * probability) / mass,
            0,
          ),
        }));
        const order = risks.toSorted(
          (one, other) => Number(other.finished) - Number(one.finished) || other.score - one.score,
        );
        expect(hypotheses.map(({ score }) => score)).toEqual(
          order.slice(0, nBest).map(({ score }) => expect.closeTo(score, 6)),
        );
        for (const { tokens, score } of hypotheses) {
          expect(score).toBeCloseTo(risks.find((each) => each.tokens === tokens.join())!.score, 6);
        }
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('outputs too improbable for a number count by their proportions', async () => {
  /** Outputs 1 and 2, with these log-probabilities. */
  const scoresOf = async (first: number, second: number) => {
    const model = tableModel({
      vocabularySize: 3,
      nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0, 1, 1] : [1, 0, 0]),
    });
    const unlikely: typeof model = {
      ...model,
      step(state, lastTokens) {
        const { logProbs, ...rest } = model.step(state, lastTokens);
        if (model.rowsPerStep.length === 1) logProbs.set([first, second], 1);
        return { ...rest, logProbs };
      },
    };
    const over = beam({ width: 2, nBest: 2 });
    const strategy = minimumBayesRisk({ over, utility: agreement, weights: 'probability', nBest: 2 });
    const [list] = await search(unlikely, model.start(1), task, strategy);
    return list!.map(({ tokens, score }) => [tokens[0], Number(score.toFixed(6))]);
  };
  // e to 1, and nothing to all
  expect(await scoresOf(-1001, -1000)).toEqual([
    [2, 0.731059],
    [1, 0.268941],
  ]);
  expect(await scoresOf(0, -1000)).toEqual([
    [1, 1],
    [2, 0],
  ]);
});

test('samples that come twice count twice, and are reported once', async () => {
  const model = odd();
  const over = sampling({ samples: 400 });
  const [drawn] = await search(model, model.start(1), task, over);
  const [found] = await search(model, model.start(1), task, minimumBayesRisk({ over, utility: agreement, nBest: 9 }));
  expect(found).toHaveLength(3);
  for (const { tokens, score } of found!) {
    const words = tokens.slice(0, -1);
    const total = drawn!.reduce((sum, other) => sum + agreement(words, other.tokens.slice(0, -1)), 0);
    expect(score).toBeCloseTo(total / 400, 9);
  }
});

test('what the hypotheses are stays as it was', async () => {
  const model = odd();
  const over = beam({ width: 3, nBest: 3 });
  const [inner] = await search(model, model.start(1), task, over);
  const [found] = await search(model, model.start(1), task, minimumBayesRisk({ over, utility: agreement, nBest: 3 }));
  const withoutScore = (list: typeof inner) =>
    new Set(list!.map((each) => JSON.stringify({ ...withoutAlignment(each), score: 0 })));
  expect(withoutScore(found)).toEqual(withoutScore(inner));
});

test('options are checked, and so is the metric', async () => {
  const over = sampling();
  expect(() => minimumBayesRisk({ over, utility: agreement, nBest: 0 })).toThrow(/minimumBayesRisk\.nBest/);
  // @ts-expect-error no such weights
  expect(() => minimumBayesRisk({ over, utility: agreement, weights: 'equal' })).toThrow(
    /weights must be uniform or probability, got equal/,
  );
  const model = odd();
  const searching = search(model, model.start(1), task, minimumBayesRisk({ over, utility: () => Number.NaN }));
  await expect(searching).rejects.toThrow(/utility must be a function that gives finite numbers, got NaN/);
  expect(model.openStates).toBe(0);
});
