import { describe, expect, test } from 'vitest';
import { checkStepModel } from '../testing/index.ts';
import { beam, greedy, search, searchSteps, type Hypothesis } from '../src/index.ts';
import { bos, openDecoder, plainSteps, S } from './__fixtures__/opened-decoder.ts';

const task = { sources: 3, bos, eos: 1, maxLength: 6 };
/** The graph computes in float32. */
const digits = 4;

describe('a GRU decoder with attention, in a real ONNX file', () => {
  test('says at every step what plain loops say', async () => {
    for (const seed of [1, 2, 3]) {
      const { model, start } = await openDecoder(seed);
      let state = start([0, 1]);
      const paths: number[][] = [[], []];
      for (const tokens of [
        [bos, bos],
        [2, 5],
        [6, 6],
        [3, 2],
      ]) {
        for (const [row, path] of paths.entries()) path.push(tokens[row]!);
        const step = await model.step(state, Int32Array.from(tokens));
        const expected = paths.map((path, source) => plainSteps(seed, source, path));
        expectClose(
          step.logProbs,
          expected.flatMap(({ logProbs }) => logProbs),
        );
        expectClose(
          step.alignment,
          expected.flatMap(({ alignment }) => alignment),
        );
        expect(step.alignment).toHaveLength(2 * S);
        state = step.state;
      }
    }
  });

  test.each(['logits', 'logProbs', 'probabilities'] as const)(
    'whose head gives %s keeps the contract',
    async (head) => {
      const { model, start } = await openDecoder(4, head);
      await checkStepModel({ model, start, sources: 3, bos, eos: 1, tolerance: 1e-4 });
    },
  );

  test('is searched as the same network is that computes each prefix anew', async () => {
    for (const seed of [5, 6, 7]) {
      for (const tokenType of ['int32', 'int64'] as const) {
        const { model, start, twin } = await openDecoder(seed, 'logits', tokenType);
        for (const strategy of [greedy(), beam({ width: 4, nBest: 3 })]) {
          const found = await search(model, start([0, 1, 2]), task, strategy);
          expectSame(found, await search(twin, twin.start(3), task, strategy));
          for (const { tokens, alignment } of found.flat()) expect(alignment).toHaveLength(tokens.length);
        }
      }
    }
  });

  test('does not depend on what else is in the batch', async () => {
    const { model, start } = await openDecoder(8);
    const strategy = beam({ width: 3 });
    const together = await search(model, start([0, 1, 2]), task, strategy);
    for (const source of [0, 1, 2]) {
      expectSame([together[source]!], await search(model, start([source]), { ...task, sources: 1 }, strategy));
    }
  });

  test('streams, and ends with what the search finds', async () => {
    const { model, start } = await openDecoder(9);
    const strategy = beam({ width: 2 });
    const steps = [];
    for await (const best of searchSteps(model, start([0, 1, 2]), task, strategy)) steps.push(best);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)).toEqual(await search(model, start([0, 1, 2]), task, strategy));
  });
});

function expectClose(actual: Float32Array | undefined, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(actual?.[index]).toBeCloseTo(value, digits);
}

function expectSame(found: readonly (readonly Hypothesis[])[], expected: readonly (readonly Hypothesis[])[]): void {
  expect(found.map((list) => list.map(({ tokens }) => tokens))).toEqual(
    expected.map((list) => list.map(({ tokens }) => tokens)),
  );
  for (const [index, { score, logProb }] of found.flat().entries()) {
    expect(score).toBeCloseTo(expected.flat()[index]!.score, digits);
    expect(logProb).toBeCloseTo(expected.flat()[index]!.logProb, digits);
  }
}
