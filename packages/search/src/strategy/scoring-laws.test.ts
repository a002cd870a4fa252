// Every score with every search of a tree, against plain enumeration.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { beam, exhaustive, greedy, search, type Hypothesis } from '../index.ts';
import { everyOutput, ranked, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase } from './__fixtures__/random-case.ts';
import { randomScoring, scoreBy } from './__fixtures__/random-scoring.ts';

test('a beam as wide as the tree and exhaustive search find the best of all outputs under every score', async () => {
  const cases = fc.tuple(randomCase({ vocabularySize: 4, maxLength: 4 }), randomScoring);
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model, task, nBest }, scoring]) => {
      const { sources, sourceLengths } = task;
      const wanted = Array.from({ length: sources }, (_, source) =>
        ranked(everyOutput(model, source, task), scoreBy(scoring, model, source, sourceLengths[source]!)),
      );
      for (const strategy of [
        beam({ width: 3 ** 4, nBest, ...scoring.options }),
        exhaustive({ nBest, ...scoring.options }),
      ]) {
        const found = await search(model, model.start(sources), task, strategy);
        expect(found.map((list) => list.map(withoutAlignment))).toEqual(wanted.map((list) => list.slice(0, nBest)));
      }
      // Greedy search chooses otherwise, but scores the same output the same.
      const greedily = await search(model, model.start(sources), task, greedy(scoring.options));
      const known = (source: number, { tokens }: Hypothesis) =>
        wanted[source]!.find((each) => each.tokens.join() === tokens.join());
      for (const [source, [only]] of greedily.entries()) {
        expect(withoutAlignment(only!)).toEqual(known(source, only!));
      }
    }),
    { seed: 1, numRuns: 1500 },
  );
});

test('stopping at the bound finds all that never stopping finds', async () => {
  const cases = fc.tuple(
    randomCase({ vocabularySize: 6, maxLength: 8 }),
    randomScoring,
    fc.integer({ min: 1, max: 4 }),
  );
  let steps = 0;
  let stepsOfAll = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model, task, nBest }, { options }, width]) => {
      const find = (stop: 'bound' | 'all') =>
        search(model, model.start(task.sources), task, beam({ width, nBest, stop, ...options }));
      const before = model.rowsPerStep.length;
      const bound = await find('bound');
      const between = model.rowsPerStep.length;
      expect(bound).toEqual(await find('all'));
      steps += between - before;
      stepsOfAll += model.rowsPerStep.length - between;
    }),
    { seed: 2, numRuns: 4000 },
  );
  expect(steps).toBeLessThan(stepsOfAll);
});
