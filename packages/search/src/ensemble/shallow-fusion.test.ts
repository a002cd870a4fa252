import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomTableModel, tableModel, type TableModel } from '../../testing/index.ts';
import { rowOf } from '../strategy/__fixtures__/enumerate.ts';
import { beam, exhaustive, greedy, search, shallowFusion, type StepModel } from '../index.ts';

const task = { sources: 2, bos: 0, eos: 1, maxLength: 4 };

/** What fusion is to be, from the two tables, as a model that keeps the prefixes itself. */
function summed(
  one: TableModel,
  other: TableModel,
  weight: number,
  endByModel?: number,
): StepModel<readonly (readonly number[])[]> {
  return {
    vocabularySize: 4,
    // A row is its source, then its tokens; the first token is the beginning of sentence.
    step(rows, lastTokens) {
      const state = rows.map((row, index) => [...row, lastTokens[index]!]);
      const logProbs = state.flatMap(([source, , ...prefix]) => {
        const language = rowOf(other, 0, prefix);
        return rowOf(one, source!, prefix).map((each, token) =>
          token === endByModel ? each : each + weight * language[token]!,
        );
      });
      return { state, logProbs: Float32Array.from(logProbs) };
    },
    reorder: (rows, order) => Array.from(order, (row) => rows[row]!),
    release: () => {},
  };
}

test('it is the model of the summed table', async () => {
  const cases = fc.record({
    seed: fc.integer(),
    impossible: fc.constantFrom(0, 0.3),
    weight: fc.constantFrom(0.1, 0.5, 2),
    endByModel: fc.constantFrom(undefined, 1),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, impossible, weight, endByModel }) => {
      const model = randomTableModel({ seed, vocabularySize: 4, impossible });
      const language = randomTableModel({ seed: seed + 1, vocabularySize: 4, impossible });
      const fused = shallowFusion(model, language, { weight, ...(endByModel !== undefined && { endByModel }) });
      for (const strategy of [greedy(), beam({ width: 3, nBest: 3 }), exhaustive({ nBest: 50 })]) {
        // The language model knows one source only.
        const found = await search(fused, [model.start(2), language.start([0, 0])], task, strategy);
        expect(found).toEqual(await search(summed(model, language, weight, endByModel), [[0], [1]], task, strategy));
      }
      expect([model.openStates, language.openStates]).toEqual([0, 0]);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('a language model that never ends forbids to end, unless the model decides that alone', async () => {
  const model = tableModel({ vocabularySize: 3, nextProbabilities: () => [0, 0.6, 0.4], alignment: () => [0.5, 0.5] });
  const language = tableModel({ vocabularySize: 3, nextProbabilities: () => [0.5, 0, 0.5], alignment: () => [1] });
  const find = async (endByModel?: number) => {
    const fused = shallowFusion(model, language, { weight: 1, ...(endByModel !== undefined && { endByModel }) });
    return (await search(fused, [model.start(1), language.start(1)], { ...task, sources: 1 }, greedy()))[0]![0]!;
  };
  const endless = await find();
  expect([endless.tokens, endless.finished]).toEqual([[2, 2, 2, 2], false]);
  expect(endless.tokenLogProbs[0]).toBeCloseTo(Math.log(0.4 * 0.5), 6);
  const ending = await find(1);
  expect([ending.tokens, ending.alignment]).toEqual([[1], [Float32Array.of(0.5, 0.5)]]);
});
