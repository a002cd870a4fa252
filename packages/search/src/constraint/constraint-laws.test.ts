// What holds for all constraints, alone and together, against the list of all outputs there are.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyOutput, ranked, withoutAlignment } from '../strategy/__fixtures__/enumerate.ts';
import { randomCase, type RandomCase } from '../strategy/__fixtures__/random-case.ts';
import {
  beam,
  diverseBeam,
  exhaustive,
  greedy,
  lengthNormalization,
  minimumBayesRisk,
  sampling,
  search,
  SearchError,
  withLimits,
  type Hypothesis,
  type SearchStrategy,
} from '../index.ts';
import { stochasticBeam } from '../strategy/stochastic-beam.ts';
import { anyRuled, type Ruled } from './__fixtures__/ruled.ts';

type Case = RandomCase & { readonly rules: readonly (readonly Ruled[])[] };

/** Random models, with random constraints of each source. */
const cases: fc.Arbitrary<Case> = randomCase({ vocabularySize: 4, maxLength: 5 }).chain((problem) => {
  const { eos, sources } = problem.task;
  const rules = fc.array(anyRuled(problem.model.vocabularySize, eos), { maxLength: 3 });
  return fc.array(rules, { minLength: sources, maxLength: sources }).map((each) => ({ ...problem, rules: each }));
});

/** Undefined if the constraints are refused because outputs cannot be as long as they ask. */
async function find({ model, task, rules }: Case, strategy: SearchStrategy, sources?: readonly number[]) {
  const list = sources ?? rules.map((_, source) => source);
  const constraints = (row: number) => rules[list[row]!]!.map(({ constraint }) => constraint);
  try {
    const sourceLengths = list.map((source) => task.sourceLengths[source]!);
    const request = { ...task, sources: list.length, sourceLengths, constraints };
    return await search(model, model.start(list), request, strategy);
  } catch (error) {
    if (!SearchError.isInstance(error) || !error.message.includes('maximum length')) throw error;
    return undefined;
  } finally {
    expect(model.openStates).toBe(0);
  }
}

/** The outputs of a source that end themselves and obey, best first. */
function wanted({ model, task, alpha, rules }: Case, source: number): Hypothesis[] {
  const obeying = everyOutput(model, source, task).filter(
    ({ tokens, finished }) => finished && rules[source]!.every(({ allows }) => allows(tokens.slice(0, -1))),
  );
  return ranked(obeying, alpha);
}

test.each([
  ['beam as wide as the tree', (options: object) => beam({ width: 3 ** 5, ...options })],
  ['exhaustive', exhaustive],
])('%s: finds all that obey and end, in order, and what it has of others has nothing forbidden', async (_, make) => {
  let found = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(cases, async (each) => {
      const strategy = make({ nBest: 1000, lengthPenalty: lengthNormalization(each.alpha) });
      const results = await find(each, strategy);
      if (!results) {
        refused++;
        expect(each.rules.some((___, source) => wanted(each, source).length === 0)).toBe(true);
        return;
      }
      for (const [source, hypotheses] of results.entries()) {
        const finished = hypotheses.filter((hypothesis) => hypothesis.finished);
        const expected = wanted(each, source);
        expect(finished.map(withoutAlignment)).toEqual(expected);
        found += expected.length > 0 ? 1 : 0;
        for (const { tokens } of hypotheses.slice(finished.length)) {
          for (const { allowsSoFar } of each.rules[source]!) expect(allowsSoFar(tokens)).toBe(true);
        }
        // Nothing comes twice.
        expect(new Set(hypotheses.map(({ tokens }) => tokens.join())).size).toBe(hypotheses.length);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
  expect(found).toBeGreaterThan(1000);
  expect(refused).toBeGreaterThan(10);
});

describe.each<[string, SearchStrategy]>([
  ['greedy', greedy()],
  ['beam 1', beam({ width: 1 })],
  ['beam 3', beam({ width: 3, nBest: 4 })],
  ['exhaustive', exhaustive({ nBest: 3 })],
  ['diverse beam', diverseBeam({ width: 4, groups: 2 })],
  ['sampling', sampling({ samples: 3, seed: 5 })],
  ['sampling of the best two', sampling({ samples: 2, topK: 2 })],
  ['stochastic beam', stochasticBeam({ width: 3 })],
  [
    'minimum Bayes risk',
    minimumBayesRisk({
      over: beam({ width: 3, nBest: 4 }),
      utility: (one, other) => -Math.abs(one.length - other.length),
    }),
  ],
  ['beam 3 of two steps', withLimits(beam({ width: 3 }), { maxSteps: 2 })],
])('%s', (_, strategy) => {
  test('what ends obeys, what does not end has nothing forbidden, and every source has something', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        for (const [source, hypotheses] of (await find(each, strategy))?.entries() ?? []) {
          expect(hypotheses.length).toBeGreaterThan(0);
          for (const { tokens, finished, score } of hypotheses) {
            expect(score).toBeLessThanOrEqual(0); // and is a number
            for (const { allows, allowsSoFar } of each.rules[source]!) {
              expect(finished ? allows(tokens.slice(0, -1)) : allowsSoFar(tokens)).toBe(true);
            }
          }
        }
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('the order of constraints does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const reversed = { ...each, rules: each.rules.map((ofSource) => ofSource.toReversed()) };
        expect(await find(reversed, strategy)).toEqual(await find(each, strategy));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('a batch gives what its sources give one by one, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const sources = each.rules.map((___, source) => source);
        const alone: (readonly Hypothesis[])[] = [];
        for (const source of sources) {
          const results = await find(each, strategy, [source]);
          if (!results) return;
          alone.push(results[0]!);
        }
        expect(await find(each, strategy, sources)).toEqual(alone);
        expect(await find(each, strategy, sources.toReversed())).toEqual(alone.toReversed());
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
