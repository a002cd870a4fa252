import { describe, expect, test } from 'vitest';
import { beam, search, SearchError, type Candidates, type SearchStrategy, type StepModel } from './index.ts';

/** Two rows of two candidates out of five tokens, of which token 1 ends. */
type Answer = { readonly tokens: number[]; readonly logProbs: number[]; readonly eosLogProbs: number[] };

const right: Answer = { tokens: [3, 4, 0, 2], logProbs: [-0.5, -2, -1, -1], eosLogProbs: [-3, -0.25] };

const modelOf = (answer: Partial<Answer>): StepModel<null> => ({
  vocabularySize: 5,
  step: () => {
    const { tokens, logProbs, eosLogProbs } = { ...right, ...answer };
    const candidates: Candidates = {
      tokens: Int32Array.from(tokens),
      logProbs: Float32Array.from(logProbs),
      eosLogProbs: Float32Array.from(eosLogProbs),
    };
    return { candidates, state: null };
  },
  reorder: () => null,
  release: () => {},
});

const task = { sources: 2, bos: 0, eos: 1, maxLength: 1 };

const failureOf = async (answer: Partial<Answer>, strategy: SearchStrategy = beam({ width: 2 })) => {
  const error: unknown = await search(modelOf(answer), null, task, strategy).catch((reason: unknown) => reason);
  if (!SearchError.isInstance(error)) throw new Error('expected a SearchError', { cause: error });
  return error;
};

test('what is right is taken', async () => {
  const found = await search(modelOf({}), null, task, beam({ width: 2, nBest: 9 }));
  expect(found.map((list) => list.map(({ tokens, logProb }) => [tokens[0], logProb]))).toEqual([
    [
      [1, -3],
      [3, -0.5],
      [4, -2],
    ],
    [
      [1, -0.25],
      [0, -1],
      [2, -1],
    ],
  ]);
});

test('candidates that nobody requested', async () => {
  const { candidatesPerRow: _, ...all } = beam({ width: 2 });
  const error = await failureOf({}, all);
  expect(error.message).toMatch(/step 0: logProbs must be given, got candidates; give candidates only where/);
  expect(error).toMatchObject({ path: 'candidates', step: 0 });
});

test.each<[Partial<Answer>, string, RegExp]>([
  [{ tokens: [3, 4, 0] }, 'candidates.tokens', /must have 2 rows · 2 = 4 values, got 3/],
  [{ logProbs: [-1] }, 'candidates.logProbs', /must have 2 rows · 2 = 4 values, got 1/],
  [{ eosLogProbs: [-1, -1, -1] }, 'candidates.eosLogProbs', /must have 2 rows · 1 = 2 values, got 3/],
])('too few or too many: %j', async (answer, path, message) => {
  const error = await failureOf(answer);
  expect(error.message).toMatch(message);
  expect(error).toMatchObject({ path, step: 0 });
});

test('not there at all', async () => {
  const model = { ...modelOf({}), step: () => ({ candidates: {}, state: null }) };
  // @ts-expect-error an answer without its parts, as plain JavaScript may give it
  const searching = search(model, null, task, beam({ width: 2 }));
  await expect(searching).rejects.toThrow(/candidates\.tokens must have .*got none/);
});

describe('values', () => {
  test.each<[Partial<Answer>, RegExp]>([
    [
      { logProbs: [-0.5, -2, -1, Number.NaN] },
      /row 1: the log-probability of token 2 must be at most 0, got NaN; look for/,
    ],
    [{ logProbs: [-0.5, Number.NaN, -1, -1] }, /row 0: the log-probability of token 4 must be at most 0, got NaN/],
    [{ eosLogProbs: [-1, Number.NaN] }, /row 1: the log-probability of token 1 must be at most 0, got NaN/],
    [{ logProbs: [7, -2, -1, -1] }, /row 0: the log-probability of token 3 must be at most 0, got 7; return log-prob/],
    [{ eosLogProbs: [Infinity, -1] }, /row 0: the log-probability of token 1 must be at most 0, got Infinity/],
  ])('%j', async (answer, message) => {
    const error = await failureOf(answer);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^model\.step, step 0, row /);
    expect(error).toMatchObject({ step: 0, expected: 'a number <= 0' });
  });

  test('rounding just above 0 counts as 0', async () => {
    const model = modelOf({ logProbs: [1e-6, -20, 1e-6, -20], eosLogProbs: [-20, 1e-6] });
    const found = await search(model, null, { ...task, maxLength: 1 }, beam({ width: 2, nBest: 2 }));
    expect(found.map((list) => list.map(({ logProb }) => logProb))).toEqual([
      [-20, 0],
      [0, 0],
    ]);
  });
});

test.each<[Partial<Answer>, RegExp]>([
  [{ tokens: [3, 1, 0, 2] }, /row 0: candidate 1 must be a token .* other than the end of sentence 1, got token 1/],
  [{ tokens: [3, 4, 5, 2] }, /row 1: candidate 0 must be a token from 0 to 4 .*, got token 5/],
  [{ tokens: [-1, 4, 0, 2] }, /row 0: candidate 0 must be a token from 0 to 4 .*, got token -1/],
  [
    { tokens: [3, 4, 2, 0] },
    /row 1: candidate 1 must be worse than token 2 before it, which has -1, or .*, got token 0 with -1/,
  ],
  [{ tokens: [3, 4, 2, 2] }, /row 1: candidate 1 must be worse than token 2 before it/],
  [{ logProbs: [-2, -0.5, -1, -1] }, /row 0: candidate 1 must be worse than token 3 .* sort each row's candidates/],
])('tokens in their order: %j', async (answer, message) => {
  const error = await failureOf(answer);
  expect(error.message).toMatch(message);
  expect(error).toMatchObject({ path: 'candidates.tokens', step: 0 });
});
