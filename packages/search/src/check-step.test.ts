import { describe, expect, test } from 'vitest';
import { tableModel } from '../testing/index.ts';
import { beam, greedy, search, SearchError, type Expansion, type SearchStrategy, type StepModel } from './index.ts';

type Answer = { readonly logProbs: Float32Array; readonly alignment?: Float32Array };

/** Searches a model of two tokens and two sources that gives these answers, and says how it failed. */
async function failureOf(answers: readonly Answer[], strategy: SearchStrategy = greedy()): Promise<SearchError> {
  let step = 0;
  const released: number[] = [];
  const model: StepModel<number> = {
    vocabularySize: 2,
    step: (state) => ({ ...(answers[step++] ?? answers.at(-1)!), state: state + 1 }),
    reorder: () => expect.fail('rows stay in place here'),
    release: (state) => void released.push(state),
  };
  const error: unknown = await search(model, 0, { sources: 2, bos: 0, eos: 0, maxLength: 4 }, strategy).catch(
    (reason: unknown) => reason,
  );
  expect(released).toEqual(Array.from({ length: step + 1 }, (_, state) => state));
  if (!SearchError.isInstance(error)) throw new Error('expected a SearchError', { cause: error });
  return error;
}

const going = Float32Array.of(-2, -0.2, -2, -0.2);

const withWidth = (length: number): Answer => ({ logProbs: going, alignment: new Float32Array(length) });
const choosing = (expansion: Partial<Record<keyof Expansion, number[]>>, best = [[], []]): SearchStrategy => ({
  begin: () => ({
    advance: () => ({ rows: Int32Array.from(expansion.rows ?? []), tokens: Int32Array.from(expansion.tokens ?? []) }),
    best: () => best,
  }),
});

describe('log-probabilities', () => {
  test('not a number: the error names step, row and token', async () => {
    const error = await failureOf([{ logProbs: going }, { logProbs: Float32Array.of(-1, -1, -1, Number.NaN) }]);
    expect(error).toMatchObject({ step: 1, row: 1, path: 'logProbs' });
    expect(error.message).toMatch(/step 1, row 1: the log-probability of token 1 must be at most 0, got NaN/);
  });

  test('logits are told apart from log-probabilities', async () => {
    const error = await failureOf([{ logProbs: Float32Array.of(-1, 2, 0, 0) }]);
    expect(error).toMatchObject({ step: 0, row: 0, actual: 2 });
    expect(error.message).toMatch(/log-softmax/);
    await expect(failureOf([{ logProbs: Float32Array.of(-1, 0, 0, Infinity) }])).resolves.toMatchObject({ row: 1 });
  });

  test('too few or too many', async () => {
    const error = await failureOf([{ logProbs: Float32Array.of(-1, -1, -1) }]);
    expect(error).toMatchObject({ step: 0, expected: 4, actual: 3 });
    expect(error.message).toMatch(/2 rows · 2 tokens = 4 values, got 3/);
    await expect(failureOf([{ logProbs: new Float32Array(5) }])).resolves.toMatchObject({ actual: 5 });
    // @ts-expect-error an answer without log-probabilities, as plain JavaScript may give it
    await expect(failureOf([{}])).resolves.toMatchObject({ path: 'logProbs' });
  });

  test('rounding just above 0 counts as 0 and leaves the array of the model alone', async () => {
    const logProbs = Float32Array.of(1e-6, -20);
    const model: StepModel<null> = {
      vocabularySize: 2,
      step: () => ({ logProbs, state: null }),
      reorder: () => null,
      release: () => {},
    };
    const [hypotheses] = await search(model, null, { sources: 1, bos: 0, eos: 0, maxLength: 4 }, beam({ width: 2 }));
    expect(hypotheses![0]).toMatchObject({ tokens: [0], logProb: 0 });
    expect(logProbs[0]).toBeGreaterThan(0);
  });
});

describe('alignments', () => {
  test('a length that is no multiple of the rows', async () => {
    const error = await failureOf([withWidth(3)]);
    expect(error).toMatchObject({ path: 'alignment', step: 0, actual: 3 });
    expect(error.message).toMatch(/2 rows · S source positions values, got 3/);
  });

  test('another length than at the step before', async () => {
    expect((await failureOf([withWidth(6), withWidth(8)])).message).toMatch(
      /step 1: alignment must be 2 rows · 3 source positions = 6 values, got 8/,
    );
  });

  test('at some steps only', async () => {
    expect((await failureOf([withWidth(6), { logProbs: going }])).message).toMatch(/step 1.*got none/);
    expect((await failureOf([{ logProbs: going }, withWidth(6)])).message).toMatch(/must be absent.*got 6/);
  });
});

describe('strategies', () => {
  test.each([
    [{ rows: [0, 1], tokens: [1] }, /equally many.*got 2 and 1/],
    [{ rows: [], tokens: [] }, /return undefined when every source is done/],
    [{ rows: [0, 2], tokens: [1, 1] }, /rows\[1\] must be from 0 to 1, got 2/],
    [{ rows: [-1], tokens: [1] }, /rows\[0\] must be from 0 to 1, got -1/],
    [{ rows: [0, 1], tokens: [1, 2] }, /tokens\[1\] must be from 0 to 1, got 2/],
  ])('%j', async (expansion, message) => {
    expect((await failureOf([{ logProbs: going }], choosing(expansion))).message).toMatch(message);
  });

  test('one list of hypotheses for each source', async () => {
    const error = await failureOf([{ logProbs: going }], choosing({ rows: [0, 1], tokens: [1, 1] }, [[]]));
    expect(error.message).toMatch(/each of 2 sources, got 1/);
  });
});

describe('tasks', () => {
  const right = { sources: 1, bos: 0, eos: 1, maxLength: 3 };
  const failure = async (wrong: Partial<typeof right>) => {
    const model = tableModel({ vocabularySize: 2, nextProbabilities: () => [0.5, 0.5] });
    const error: unknown = await search(model, model.start(1), { ...right, ...wrong }, greedy()).catch(
      (reason: unknown) => reason,
    );
    expect(model.openStates).toBe(0);
    return error;
  };

  test.each([
    [{ eos: 2 }, /eos must be an integer from 0 to 1, got 2.*one of the model’s tokens/],
    [{ eos: -1 }, /eos must be an integer from 0 to 1, got -1/],
    [{ bos: 0.5 }, /bos must be an integer/],
    [{ sources: -1 }, /sources must be an integer/],
    [{ maxLength: Infinity }, /maxLength must be an integer from 0 to 1000000, got Infinity/],
    [{ maxLength: Number.NaN, bos: -2 }, /bos must be .*; maxLength must be/],
  ])('%j', async (wrong, message) => {
    const error = await failure(wrong);
    expect(SearchError.isInstance(error)).toBe(true);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
  });

  test('a model without a vocabulary', async () => {
    const model = tableModel({ vocabularySize: 0, nextProbabilities: () => [] });
    await expect(search(model, model.start(1), right, greedy())).rejects.toThrow(
      /vocabularySize must be an integer from 1/,
    );
  });
});
