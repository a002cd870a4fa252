// A search finds the same whether its model gives candidates or full scores.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel } from '../../testing/index.ts';
import {
  beam,
  exhaustive,
  greedy,
  lengthNormalization,
  search,
  type CandidateRequest,
  type FullScores,
  type SearchStrategy,
} from '../index.ts';
import { randomCase } from './__fixtures__/random-case.ts';
import { withCandidates } from './__fixtures__/with-candidates.ts';

test('the very same hypotheses in both forms', async () => {
  const cases = fc.record({
    problem: randomCase({ vocabularySize: 12, maxLength: 6 }),
    width: fc.integer({ min: 0, max: 5 }),
  });
  let compact = 0;
  let full = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ({ problem: { model, task, alpha, nBest }, width }) => {
      const lengthPenalty = lengthNormalization(alpha);
      // Width 0 stands for greedy search.
      const strategy = width === 0 ? greedy({ lengthPenalty }) : beam({ width, nBest, lengthPenalty });
      const wanted = await search(model, model.start(task.sources), task, strategy);
      const giving = withCandidates(model);
      expect(await search(giving, model.start(task.sources), task, strategy)).toEqual(wanted);
      expect(model.openStates).toBe(0);
      for (const request of giving.requests) {
        if (request) compact++;
        else full++;
      }
    }),
    { seed: 1, numRuns: 4000 },
  );
  // Both happened, often.
  expect(compact).toBeGreaterThan(4000);
  expect(full).toBeGreaterThan(1000);
});

test('the best so far, on the way, is the same too', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase({ vocabularySize: 9, maxLength: 5 }), async ({ model, task, nBest }) => {
      const strategy = beam({ width: 2, nBest });
      const seen = async (
        subject: typeof model | ReturnType<typeof withCandidates<ReturnType<typeof model.start>>>,
      ) => {
        const steps: unknown[] = [];
        await search(subject, model.start(task.sources), task, strategy, {
          onStep: (run) => void steps.push(run.best()),
        });
        return steps;
      };
      expect(await seen(withCandidates(model))).toEqual(await seen(model));
    }),
    { seed: 2, numRuns: 300 },
  );
});

describe('what a model is asked for', () => {
  const requestsOf = async (strategy: SearchStrategy, vocabularySize: number) => {
    const model = randomTableModel({ seed: 1, vocabularySize });
    const giving = withCandidates(model);
    await search(giving, model.start(2), { sources: 2, bos: 0, eos: 1, maxLength: 3 }, strategy);
    return giving.requests;
  };

  test.each<[string, SearchStrategy, CandidateRequest]>([
    ['greedy', greedy(), { count: 1, eos: 1 }],
    ['beam 4', beam({ width: 4 }), { count: 4, eos: 1 }],
  ])('%s: its candidates, at every step', async (_, strategy, request) => {
    const requests = await requestsOf(strategy, 6);
    expect(requests.length).toBeGreaterThan(0);
    expect(new Set(requests.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(request)]));
  });

  test('nothing, where all tokens but the end of sentence are candidates', async () => {
    expect(new Set(await requestsOf(beam({ width: 4 }), 5))).toEqual(new Set([undefined]));
    expect(new Set(await requestsOf(greedy(), 2))).toEqual(new Set([undefined]));
  });

  test('nothing, by a strategy that names no number: it gets full scores', async () => {
    expect(new Set(await requestsOf(exhaustive(), 3))).toEqual(new Set([undefined]));
    const lengths: number[] = [];
    const own: SearchStrategy = {
      begin: () => ({
        advance({ logProbs }: FullScores) {
          lengths.push(logProbs.length);
          return undefined;
        },
        best: () => [[], []],
      }),
    };
    expect(await requestsOf(own, 7)).toEqual([undefined]);
    expect(lengths).toEqual([14]);
  });

  test('a number that is none is refused, and nothing is left open', async () => {
    const model = randomTableModel({ seed: 1, vocabularySize: 5 });
    const wrong = { ...greedy(), candidatesPerRow: 0 };
    const task = { sources: 1, bos: 0, eos: 1, maxLength: 3 };
    await expect(search(model, model.start(1), task, wrong)).rejects.toThrow(
      'strategy.candidatesPerRow: must be a positive integer, got 0',
    );
    expect(model.openStates).toBe(0);
  });

  test('a strategy wrapped so that its number is lost finds the same', async () => {
    const inner = beam({ width: 2, nBest: 3 });
    const model = randomTableModel({ seed: 4, vocabularySize: 8 });
    const task = { sources: 2, bos: 0, eos: 1, maxLength: 4 };
    const wrapped: SearchStrategy = { begin: (fullTask) => inner.begin(fullTask) };
    const giving = withCandidates(model);
    const found = await search(giving, model.start(2), task, wrapped);
    expect(new Set(giving.requests)).toEqual(new Set([undefined]));
    expect(found).toEqual(await search(withCandidates(model), model.start(2), task, inner));
  });
});
