import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel, tableModel } from '../../testing/index.ts';
import { randomCase } from '../strategy/__fixtures__/random-case.ts';
import {
  beam,
  diverseBeam,
  exhaustive,
  greedy,
  requiredPhrases,
  sampling,
  search,
  searchSteps,
  type Hypothesis,
  type SearchStrategy,
} from '../index.ts';
import { stochasticBeam } from '../strategy/stochastic-beam.ts';

const task = { sources: 2, bos: 0, eos: 0, maxLength: 6 };
const slow = () => tableModel({ vocabularySize: 3, nextProbabilities: () => [0.01, 0.5, 0.49] });
const strategies: readonly (readonly [string, SearchStrategy])[] = [
  ['greedy', greedy()],
  ['beam 3', beam({ width: 3, nBest: 4 })],
  ['exhaustive', exhaustive({ nBest: 2 })],
  ['diverse beam', diverseBeam({ width: 4, groups: 2 })],
  ['sampling', sampling({ samples: 3, seed: 4 })],
  ['stochastic beam', stochasticBeam({ width: 3 })],
];

async function everyStep<T>(steps: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const step of steps) all.push(step);
  return all;
}

describe.each(strategies)('%s', (_, strategy) => {
  test('what is streamed is what onStep sees, and the last of it is the result', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 5 }), async ({ model, task: request }) => {
        const start = () => model.start(request.sources);
        const seen: (readonly (readonly Hypothesis[])[])[] = [];
        const onStep = (run: { best(): readonly (readonly Hypothesis[])[] }) => void seen.push(run.best());
        const found = await search(model, start(), request, strategy, { onStep });
        const streamed = await everyStep(searchSteps(model, start(), request, strategy));
        expect(streamed.at(-1)).toEqual(found);
        expect(streamed).toEqual(seen.length === 0 ? [found] : seen);
        expect(model.openStates).toBe(0);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('a step is made when it is asked for', async () => {
    const model = slow();
    let steps = 0;
    for await (const best of searchSteps(model, model.start(2), task, strategy)) {
      steps++;
      expect(best.map(([first]) => first!.tokens.length)).toEqual([steps, steps]);
      await new Promise((resolve) => setTimeout(resolve, 2));
      expect(model.rowsPerStep).toHaveLength(steps);
    }
    expect(steps).toBe(6);
  });

  test('leaving the loop ends the search and releases its states', async () => {
    const model = slow();
    for await (const best of searchSteps(model, model.start(2), task, strategy))
      if (best[0]![0]!.tokens.length === 2) break;
    expect(model.rowsPerStep).toHaveLength(2);
    expect(model.openStates).toBe(0);
  });

  test('an abort rejects the next step with its reason, before the first and later', async () => {
    for (const after of [0, 2]) {
      const model = slow();
      const controller = new AbortController();
      if (after === 0) controller.abort('enough');
      let steps = 0;
      const follow = async () => {
        for await (const best of searchSteps(model, model.start(2), task, strategy, { signal: controller.signal })) {
          expect(best).toHaveLength(2);
          if (++steps === after) controller.abort('enough');
        }
      };
      await expect(follow()).rejects.toBe('enough');
      expect(steps).toBe(after);
      expect(model.rowsPerStep).toHaveLength(after);
      expect(model.openStates).toBe(0);
    }
  });
});

test('what a model throws is thrown, once', async () => {
  const model = tableModel({
    vocabularySize: 2,
    nextProbabilities(_, prefix) {
      if (prefix.length === 2) throw new Error('broken');
      return [0.5, 0.5];
    },
  });
  const lengths: number[] = [];
  const follow = async () => {
    for await (const best of searchSteps(model, model.start(2), task, exhaustive()))
      lengths.push(best[0]![0]!.tokens.length);
  };
  await expect(follow()).rejects.toThrow('broken');
  expect(lengths).toHaveLength(2);
  expect(model.openStates).toBe(0);
});

test('constraints hold for what is streamed', async () => {
  const model = randomTableModel({ seed: 1, vocabularySize: 5 });
  const request = { ...task, constraints: [requiredPhrases([[3, 4]])] };
  const streamed = await everyStep(searchSteps(model, model.start(2), request, beam({ width: 3 })));
  expect(streamed.at(-1)).toEqual(await search(model, model.start(2), request, beam({ width: 3 })));
});
