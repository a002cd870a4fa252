import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomTableModel, tableModel } from '../../testing/index.ts';
import {
  beam,
  exhaustive,
  greedy,
  lengthNormalization,
  noLengthPenalty,
  search,
  SearchError,
  withLimits,
  type Hypothesis,
  type StopRule,
} from '../index.ts';
import { everyOutput, ranked, withoutAlignment } from './__fixtures__/enumerate.ts';
import { randomCase } from './__fixtures__/random-case.ts';

// Ending at once: 0.3, then less. The longer way is certain after its first token: 0.7, four tokens.
const lateWinner = () =>
  tableModel({
    vocabularySize: 2,
    nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0.3, 0.7] : prefix.length < 3 ? [0, 1] : [1, 0]),
  });
const task = { sources: 1, bos: 0, eos: 0, maxLength: 9 };

describe('when an output ends early and a better one late', () => {
  test.each<[StopRule, number, number[], number]>([
    ['bound', 2, [1, 1, 1, 0], 4],
    ['all', 2, [1, 1, 1, 0], 4],
    ['first', 2, [0], 1], // the end is one of the two best expansions
    ['first', 1, [1, 1, 1, 0], 4], // and not the one best
  ])('%s, width %i', async (stop, width, tokens, steps) => {
    const model = lateWinner();
    const [list] = await search(model, model.start(1), task, beam({ width, stop, lengthPenalty: noLengthPenalty }));
    expect(list![0]!.tokens).toEqual(tokens);
    expect(model.rowsPerStep).toHaveLength(steps);
  });

  test('and an end as good as what goes on counts as first', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.5, 0.5] });
    await search(model, model.start(1), task, beam({ width: 1, stop: 'first' }));
    expect(model.rowsPerStep).toHaveLength(1);
  });
});

test('all runs to the maximum length, bound does not', async () => {
  const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.6, 0.4] });
  await search(model, model.start(1), task, beam({ width: 1, stop: 'all' }));
  expect(model.rowsPerStep).toHaveLength(9);
  await search(model, model.start(1), task, beam({ width: 1, stop: 'bound', lengthPenalty: noLengthPenalty }));
  expect(model.rowsPerStep).toHaveLength(10);
});

test('an output as good as the best, and first by its tokens, is waited for', async () => {
  // 2 ends with 0.25 at the second step, 1 1 at the third.
  const rows: Record<string, number[]> = { '': [0, 0.25, 0.25], '1': [0, 1, 0], '2': [1, 0, 0], '1,1': [1, 0, 0] };
  const model = tableModel({ vocabularySize: 3, nextProbabilities: (_, prefix) => rows[prefix.join()]! });
  const [list] = await search(model, model.start(1), task, beam({ width: 2, lengthPenalty: noLengthPenalty }));
  expect(list).toMatchObject([{ tokens: [1, 1, 0], logProb: Math.fround(Math.log(0.25)) }]);
});

test('a reward for each token is part of the bound, divided like all the rest', async () => {
  // The first end has ln 0.9 + 3 = 2.89. What goes on has ln 0.1 / 9 + 3 = 2.74 at the most: a reward of 3 whatever its length.
  const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.9, 0.1] });
  const options = { lengthPenalty: lengthNormalization(1), wordReward: 3 };
  const [list] = await search(model, model.start(1), task, beam({ width: 1, ...options }));
  expect(list![0]!.tokens).toEqual([0]);
  expect(list![0]!.score).toBeCloseTo(Math.log(0.9) + 3, 6);
  expect(model.rowsPerStep).toHaveLength(1);
});

test('first never finds better than bound, and its first result does not depend on how many are asked for', async () => {
  let worse = 0;
  const cases = fc.tuple(randomCase({ vocabularySize: 5, maxLength: 7 }), fc.integer({ min: 1, max: 4 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([{ model, task: problem, alpha, nBest }, width]) => {
      const lengthPenalty = lengthNormalization(alpha);
      const find = (stop: StopRule, count: number) =>
        search(model, model.start(problem.sources), problem, beam({ width, stop, nBest: count, lengthPenalty }));
      const first = await find('first', 1);
      expect((await find('first', nBest)).map(([best]) => best)).toEqual(first.map(([best]) => best));
      for (const [source, [best]] of (await find('bound', 1)).entries()) {
        if (best!.finished !== first[source]![0]!.finished) continue;
        expect(first[source]![0]!.score).toBeLessThanOrEqual(best!.score);
        if (first[source]![0]!.score < best!.score) worse++;
      }
    }),
    { seed: 1, numRuns: 700 },
  );
  expect(worse).toBeGreaterThan(0);
});

test('a rule of another name is an error', () => {
  // @ts-expect-error no such rule
  expect(() => beam({ width: 1, stop: 'early' })).toThrow(/beam: stop must be one of bound, first, all, got early/);
});

describe('a maximum length by the length of the source', () => {
  const strategies = [beam({ width: 3 ** 4, nBest: 7 }), exhaustive({ nBest: 7 })];

  test.each(strategies)('is the same as that maximum length, for each source alone (%#)', async (strategy) => {
    const cases = fc.tuple(randomCase({ vocabularySize: 4, maxLength: 4 }), fc.constantFrom(0.1, 0.5, 1, 1.4, 9));
    await fc.assert(
      fc.asyncProperty(cases, async ([{ model, task: problem }, maxLengthFactor]) => {
        const request = { ...problem, maxLengthFactor };
        const found = await search(model, model.start(problem.sources), request, strategy);
        for (const [source, hypotheses] of found.entries()) {
          const limit = Math.max(1, Math.ceil(maxLengthFactor * problem.sourceLengths[source]!));
          const maxLength = Math.min(problem.maxLength, limit);
          const expected = ranked(everyOutput(model, source, { ...problem, maxLength }), 0.7).slice(0, 7);
          expect(hypotheses.map(withoutAlignment)).toEqual(expected);
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test('also for greedy search, and sources that are done leave the batch', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.1, 0.9] });
    const request = { ...task, sources: 3, sourceLengths: [2, 0, 5], maxLengthFactor: 1.5 };
    const found = await search(model, model.start(3), request, greedy());
    expect(found.map(([only]) => only!.tokens.length)).toEqual([3, 1, 8]);
    expect(model.rowsPerStep).toEqual([3, 2, 2, 1, 1, 1, 1, 1]);
  });

  test.each([
    [{ maxLengthFactor: 1 }, /maxLengthFactor must be a finite number above 0 and go with sourceLengths/],
    [{ maxLengthFactor: 0, sourceLengths: [1] }, /maxLengthFactor .* got 0/],
    [{ maxLengthFactor: Infinity, sourceLengths: [1] }, /maxLengthFactor .* got Infinity/],
    [{ sourceLengths: [1, 2] }, /sourceLengths must have 1 values, got 2/],
    [{ sourceLengths: [1.5] }, /sourceLengths\[0\] must be an integer from 0 to \d+, got 1\.5/],
    [{ seeds: [0.5] }, /seeds\[0\] must be an integer/],
  ])('%j is an error', async (parts, message) => {
    const model = lateWinner();
    await expect(search(model, model.start(1), { ...task, ...parts }, greedy())).rejects.toThrow(message);
    expect(model.openStates).toBe(0);
  });
});

describe('limits of steps and of time', () => {
  const strategies = [greedy(), beam({ width: 3, nBest: 4 }), exhaustive({ nBest: 2 })];

  test.each(strategies)('give what a watcher sees after that many steps (%#)', async (strategy) => {
    const model = randomTableModel({ seed: 4, vocabularySize: 3, sourceLength: 2 });
    const request = { sources: 2, bos: 0, eos: 0, maxLength: 6 };
    const seen: (readonly (readonly Hypothesis[])[])[] = [];
    await search(model, model.start(2), request, strategy, { onStep: (run) => void seen.push(run.best()) });
    for (const [index, expected] of seen.entries()) {
      const before = model.rowsPerStep.length;
      const limited = withLimits(strategy, { maxSteps: index + 1 });
      expect(await search(model, model.start(2), request, limited)).toEqual(expected);
      expect(model.rowsPerStep.length - before).toBe(index + 1);
    }
    expect(model.openStates).toBe(0);
  });

  test('the clock is the one passed in, and starts with the search', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.1, 0.9] });
    let time = 1000;
    const limited = withLimits(greedy(), { timeLimitMs: 25, now: () => time });
    time = 5000;
    const onStep = () => void (time += 10);
    // After steps 1, 2 and 3 the clock says 0, 10 and 20, after the fourth 30.
    const found = await search(model, model.start(1), task, limited, { onStep });
    expect(found[0]![0]).toMatchObject({ tokens: [1, 1, 1, 1], finished: false });
  });

  test('a step is not begun when the time is just over', async () => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.1, 0.9] });
    let time = 0;
    const limited = withLimits(greedy(), { timeLimitMs: 20, now: () => time });
    await search(model, model.start(1), task, limited, { onStep: () => void (time += 10) });
    expect(model.rowsPerStep).toHaveLength(3); // after 0, 10 and 20 milliseconds
    await search(model, model.start(1), task, withLimits(greedy(), { timeLimitMs: 0, now: () => 0 }));
    expect(model.rowsPerStep).toHaveLength(4);
  });

  test('what is asked of the model stays the same', () => {
    expect(withLimits(beam({ width: 3 }), { maxSteps: 1 })).toMatchObject({ candidatesPerRow: 3, beamWidth: 3 });
  });

  test('wrong ones are errors', () => {
    expect(() => withLimits(greedy(), { maxSteps: 0 })).toThrow(/withLimits\.maxSteps: must be a positive integer/);
    expect(() => withLimits(greedy(), { timeLimitMs: 5 })).toThrow(/go with a clock, got 5 and no clock; give now/);
    expect(() => withLimits(greedy(), { timeLimitMs: Number.NaN, now: () => 0 })).toThrow(SearchError);
  });
});
