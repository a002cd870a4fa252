import { describe, expect, test } from 'vitest';
import { SearchError, type FullScores, type StepModel } from '../src/index.ts';
import { checkStepModel, randomTableModel, type StepModelSubject } from './index.ts';

test('table models keep the contract', async () => {
  for (const seed of [1, 2, 3]) {
    const model = randomTableModel({ seed, vocabularySize: 4, sourceLength: 3 });
    await checkStepModel({
      model,
      start: (sources) => model.start(sources),
      sources: 3,
      bos: 0,
      eos: 1,
      openStates: () => model.openStates,
      seed,
    });
  }
});

// A small recurrent model on arrays: row r of the state is [hidden, source]; the next hidden mixes hidden, source and token.
type State = { rows: Float64Array };
interface FullModel extends StepModel<State> {
  step(state: State, lastTokens: Int32Array): FullScores & { readonly state: State };
}
const width = 2;
const V = 3;
let open = 0;
const made = (rows: Float64Array): State => {
  open++;
  return { rows };
};
const recurrent: FullModel = {
  vocabularySize: V,
  step({ rows }, lastTokens) {
    const next = rows.map((value, index) =>
      index % width === 0 ? Math.tanh(value * 0.5 + rows[index + 1]! + lastTokens[index / width]!) : value,
    );
    const logProbs = Float32Array.from({ length: lastTokens.length * V }, (_, index) => logSoftmax(next, index));
    return { logProbs, state: made(next), alignment: Float32Array.from(next) };
  },
  reorder: ({ rows }, order) =>
    made(Float64Array.from([...order].flatMap((row) => [rows[row * width]!, rows[row * width + 1]!]))),
  release(state) {
    open--;
    state.rows.fill(Number.NaN); // as memory does that is used again
  },
};
const start = (sources: readonly number[]) => made(Float64Array.from(sources.flatMap((source) => [0, source + 0.5])));
const subject: StepModelSubject<State> = {
  model: recurrent,
  start,
  sources: 3,
  bos: 1,
  eos: 0,
  openStates: () => open,
};

function logSoftmax(rows: Float64Array, index: number): number {
  const hidden = rows[Math.floor(index / V) * width]!;
  const logit = (token: number) => hidden * (token + 1);
  return logit(index % V) - Math.log([0, 1, 2].reduce((sum, token) => sum + Math.exp(logit(token)), 0));
}

const failure = async (parts: Partial<StepModel<State>>) => {
  open = 0;
  const error: unknown = await checkStepModel({ ...subject, model: { ...recurrent, ...parts } }).catch(
    (reason: unknown) => reason,
  );
  return SearchError.isInstance(error) ? error.message : `not refused: ${String(error)}`;
};

test('a recurrent model keeps it', async () => {
  open = 0;
  await checkStepModel(subject);
  expect(open).toBe(0);
});

describe('each broken promise is found:', () => {
  test('probabilities that do not sum to one', async () => {
    const message = await failure({
      step(state, lastTokens) {
        const result = recurrent.step(state, lastTokens);
        return { ...result, logProbs: result.logProbs.map((logProb) => logProb - 0.01) };
      },
    });
    expect(message).toMatch(/step 0: probabilities of a row must sum to 1/);
  });

  test('not a number', async () => {
    const message = await failure({
      step: (state, lastTokens) => ({
        logProbs: new Float32Array(lastTokens.length * V).fill(Number.NaN),
        state: made(state.rows.slice()),
      }),
    });
    expect(message).toMatch(/must sum to 1 .* got NaN/);
  });

  test('a row that sees the other rows', async () => {
    const message = await failure({
      step(state, lastTokens) {
        const mean = lastTokens.reduce((sum, token) => sum + token, 0) / lastTokens.length;
        return recurrent.step(
          state,
          lastTokens.map(() => Math.round(mean)),
        );
      },
    });
    expect(message).toMatch(/logProbs\[\d\] is .* in a reordered batch and .* alone/);
  });

  test('a reorder that ignores repetition', async () => {
    const message = await failure({ reorder: (state, order) => recurrent.reorder(state, order.toSorted()) });
    expect(message).toMatch(/reorder must move every part of the state/);
  });

  test('a reorder that does nothing', async () => {
    const message = await failure({
      reorder: ({ rows }, order) => made(new Float64Array(order.length * width).map((_, i) => rows[i] ?? 0)),
    });
    expect(message).toMatch(/reorder must move every part of the state/);
  });

  test('a reorder that forgets one part', async () => {
    const message = await failure({
      reorder: ({ rows }, order) =>
        made(
          Float64Array.from(
            [...order].flatMap((row, index) => [rows[row * width]!, rows[(index * width + 1) % rows.length]!]),
          ),
        ),
    });
    expect(message).toMatch(/reorder must move every part of the state/);
  });

  test('a new state that shares memory with the released one', async () => {
    const message = await failure({
      reorder(state, order) {
        const isSame = order.length * width === state.rows.length && order.every((row, index) => row === index);
        return isSame ? made(state.rows) : made(recurrent.reorder(state, order).rows.subarray(0));
      },
      step(state, lastTokens) {
        const result = recurrent.step(state, lastTokens);
        state.rows.set(result.state.rows);
        open--;
        return { ...result, state: made(state.rows) };
      },
    });
    expect(message).toMatch(/must sum to 1|must not share memory/);
  });

  test('an alignment that is overwritten', async () => {
    const buffers: Float32Array[] = [];
    const message = await failure({
      step(state, lastTokens) {
        const result = recurrent.step(state, lastTokens);
        const buffer = (buffers[lastTokens.length] ??= new Float32Array(result.alignment!.length));
        buffer.set(result.alignment!);
        return { ...result, alignment: buffer };
      },
    });
    expect(message).toMatch(/alignment was overwritten/);
  });

  test('a state that is never freed', async () => {
    const message = await failure({ release: () => {} });
    expect(message).toMatch(/openStates must be 0 again .* got \d+/);
  });

  test('rows of the wrong length', async () => {
    const message = await failure({
      step: (state) => ({ logProbs: Float32Array.of(-0.7, -0.7), state: made(state.rows.slice()) }),
    });
    expect(message).toMatch(/logProbs of one row must have 3 values, got 2/);
  });
});

test.each([
  [
    'takes the sources of a batch in its own order',
    (list: readonly number[]) => (list.length === 1 ? list : list.map((_, index) => index % 3)),
  ],
  ['drops repeated sources', (list: readonly number[]) => [...new Set(list)]],
])('a start that %s is found', async (_, change) => {
  const checking = checkStepModel({ ...subject, start: (list) => start(change(list)) });
  await expect(checking).rejects.toThrow(/alone/);
});

test('what the subject says of itself is checked', async () => {
  await expect(checkStepModel({ ...subject, sources: 0 })).rejects.toThrow(
    /sources and steps must be positive integers/,
  );
});
