import { describe, expect, test } from 'vitest';
import { withCandidates } from '../src/strategy/__fixtures__/with-candidates.ts';
import { SearchError, type Candidates, type StepModel } from '../src/index.ts';
import { checkStepModel, randomTableModel, type TableState } from './index.ts';

const table = (options: { readonly levels?: number; readonly impossible?: number } = {}) =>
  randomTableModel({ seed: 5, vocabularySize: 6, sourceLength: 3, ...options });

const check = (model: StepModel<TableState>, tables: ReturnType<typeof table>) =>
  checkStepModel({
    model,
    start: (sources) => tables.start(sources),
    sources: 3,
    bos: 0,
    eos: 1,
    openStates: () => tables.openStates,
  });

test.each([{}, { levels: 2 }])(
  'a model that gives the best of its full scores keeps the contract: %j',
  async (options) => {
    const tables = table(options);
    const giving = withCandidates(tables);
    await check(giving, tables);
    expect(new Set(giving.requests.map((request) => request?.count))).toEqual(new Set([undefined, 1, 2, 3]));
  },
);

describe('each broken promise is found:', () => {
  /** What the kit says of a model whose candidates are changed. */
  const failure = async (
    change: (candidates: Candidates, rows: number) => Partial<Candidates>,
    options: { readonly levels?: number } = {},
  ) => {
    const tables = table(options);
    const giving = withCandidates(tables);
    const error: unknown = await check(
      {
        ...giving,
        async step(state, lastTokens, request) {
          const result = await giving.step(state, lastTokens, request);
          if (!result.candidates) return result;
          return { ...result, candidates: { ...result.candidates, ...change(result.candidates, lastTokens.length) } };
        },
      },
      tables,
    ).catch((reason: unknown) => reason);
    return SearchError.isInstance(error) ? error.message : `not refused: ${String(error)}`;
  };

  test('another token under the name of the best', async () => {
    const message = await failure(({ tokens }) => ({ tokens: tokens.map((token) => (token === 2 ? 3 : 2)) }));
    expect(message).toMatch(/step 0, row 0: candidates [\d, ]+ must be the 2 best tokens without the end of sentence/);
  });

  test('a good token, not the best', async () => {
    const tables = table();
    const giving = withCandidates(tables);
    const checking = check(
      {
        ...giving,
        async step(state, lastTokens, request) {
          const wider = await giving.step(state, lastTokens, request && { ...request, count: request.count + 1 });
          if (!request || !wider.candidates) return wider;
          const { count } = request;
          const isKept = (_: unknown, index: number) => index % (count + 1) > 0; // all but the first
          const tokens = wider.candidates.tokens.filter(isKept);
          const logProbs = wider.candidates.logProbs.filter(isKept);
          return { ...wider, candidates: { ...wider.candidates, tokens, logProbs } };
        },
      },
      tables,
    );
    await expect(checking).rejects.toThrow(/must be the 2 best tokens/);
  });

  test.each([{}, { levels: 1 }])('the best token twice, with tables of %j', async (options) => {
    const message = await failure(({ tokens, logProbs }, rows) => {
      const perRow = tokens.length / rows;
      const first = (index: number) => index - (index % perRow);
      return {
        tokens: tokens.map((_, index) => tokens[first(index)]!),
        logProbs: logProbs.map((_, index) => logProbs[first(index)]!),
      };
    }, options);
    expect(message).toMatch(/must be the 2 best tokens/);
  });

  test('a log-probability that is another in the full scores', async () => {
    const change = (values: Float32Array) => values.map((value) => value - 0.01);
    expect(await failure(({ logProbs }) => ({ logProbs: change(logProbs) }))).toMatch(/request must change nothing/);
    expect(await failure(({ eosLogProbs }) => ({ eosLogProbs: change(eosLogProbs) }))).toMatch(
      /request must change nothing/,
    );
  });

  test('candidates where nobody asks', async () => {
    const tables = table();
    const giving = withCandidates(tables);
    const eager: StepModel<TableState> = {
      ...giving,
      step: (state, lastTokens) => giving.step(state, lastTokens, { count: 1, eos: 1 }),
    };
    await expect(check(eager, tables)).rejects.toThrow(/step 0: logProbs must be given, got candidates/);
  });
});
