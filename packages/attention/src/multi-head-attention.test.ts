import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, createRandom, fromSeed, type ParameterStore } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { expectNumbers } from './__fixtures__/expect-numbers.ts';
import { expectTidy } from './__fixtures__/expect-tidy.ts';
import {
  dot,
  type Matrix,
  randomMatrix,
  softmaxWhere,
  timesMatrix,
  type Vector,
} from './__fixtures__/float64-loops.ts';
import { composeAttention } from './compose-attention.ts';
import { type MultiHeadParts, multiHeadAttention } from './multi-head-attention.ts';
import { generalScorer } from './scorer/general-scorer.ts';
import { mlpScorer } from './scorer/mlp-scorer.ts';
import { scaledDotScorer } from './scorer/scaled-dot-scorer.ts';
import { monotonicWindow } from './window/monotonic-window.ts';

const testing = { training: false } as const;
const lengths = [5, 2];
const S = 5;
const isReal = lengths.map((length) => Array.from({ length: S }, (_, s) => s < length));

const withStore = (use: (store: ParameterStore) => void): void =>
  expectTidy(() => {
    const store = createParameterStore(fromSeed(4));
    use(store);
    store.dispose();
  });

const random = createRandom(6);
const memoriesOf = (D: number): Matrix[] =>
  lengths.map((length, row) =>
    randomMatrix(S, D, random.fork(`row ${row}`), 2).map((m, s) => (s < length ? m : m.map(() => 0))),
  );
const queriesOf = (Q: number, step: number): Matrix => randomMatrix(lengths.length, Q, random.fork(`query ${step}`), 2);

const memoryOf = (D: number) => ({
  values: tf.tensor3d(memoriesOf(D) as number[][][]),
  mask: tf.tensor2d(isReal.map((row) => row.map(Number))),
});
const tensorOf = (matrix: Matrix): Tensor2D => tf.tensor2d(matrix as number[][]);

/** The smallest attention of given sizes. */
const scaledDot: MultiHeadParts['make'] = (sizes, parameters) =>
  composeAttention({ scorer: scaledDotScorer.create(sizes, {}, parameters), memorySize: sizes.memorySize });

/** One row's step by loops, head by head: scores are q W · m with the head's own weight where there is one, else q · m / √Q. */
const attendByLoops = (query: Vector, memory: Matrix, allowed: readonly boolean[], store: ParameterStore) => {
  const weightOf = Object.fromEntries([...store.entries()].map(([path, weight]) => [path, weight.arraySync()]));
  const contexts: number[] = [];
  const weights = memory.map(() => 0);
  let heads = 0;
  while (`heads.${heads}.queryKernel` in weightOf) {
    const q = timesMatrix(query, weightOf[`heads.${heads}.queryKernel`] as Matrix);
    const memoryKernel = weightOf[`heads.${heads}.memoryKernel`] as Matrix;
    const seen = memory.map((m) => timesMatrix(m, memoryKernel));
    const kernel = weightOf[`heads.${heads}.kernel`] as Matrix | undefined;
    const scores = seen.map((m) => (kernel ? dot(timesMatrix(q, kernel), m) : dot(q, m) / Math.sqrt(q.length)));
    const own = softmaxWhere(scores, allowed);
    for (const [s, weight] of own.entries()) weights[s] = (weights[s] as number) + weight;
    contexts.push(...timesMatrix(own, seen));
    heads++;
  }
  return {
    context: timesMatrix(contexts, weightOf['outputKernel'] as Matrix),
    weights: weights.map((sum) => sum / heads),
    heads,
  };
};

describe.each([
  ['one head', 1, 3, 3],
  ['two heads', 2, 4, 4],
  ['four heads of one number each', 4, 4, 4],
  ['three heads, query and memory of other widths', 3, 6, 9],
] as const)('%s', (_, heads, querySize, memorySize) => {
  test.each(['all positions', 'a window'])('look by loops at %s, through several steps', (where) => {
    withStore((store) => {
      const attention = multiHeadAttention(
        {
          heads,
          querySize,
          memorySize,
          make: (sizes, parameters) =>
            composeAttention({
              scorer: generalScorer.create(sizes, {}, parameters),
              memorySize: sizes.memorySize,
              ...(where === 'a window' && { window: monotonicWindow.create(sizes, { width: 1 }, parameters) }),
            }),
        },
        store,
      );
      expect([attention.memorySize, attention.contextSize, attention.additive]).toEqual([
        memorySize,
        memorySize,
        undefined,
      ]);
      const memory = attention.prepare(memoryOf(memorySize));
      let history = attention.begin(memory);
      for (let step = 0; step < 3; step++) {
        const queries = queriesOf(querySize, step);
        const attended = attention.attend(tensorOf(queries), memory, history, testing);
        const wanted = queries.map((query, row) => {
          const centre = Math.min(step, (lengths[row] as number) - 1);
          const allowed = (isReal[row] as boolean[]).map(
            (real, s) => real && (where !== 'a window' || Math.abs(s - centre) <= 1),
          );
          return attendByLoops(query, memoriesOf(memorySize)[row] as Matrix, allowed, store);
        });
        expect(wanted.map((row) => row.heads)).toEqual([heads, heads]);
        expectNumbers(
          attended.context,
          wanted.map(({ context }) => context),
        );
        expectNumbers(
          attended.weights,
          wanted.map(({ weights }) => weights),
        );
        ({ history } = attended);
        expect(history.length).toBe(heads);
      }
    });
  });
});

test('weights have their names and shapes, those of a head beside its kernels', () => {
  withStore((store) => {
    const make: MultiHeadParts['make'] = (sizes, parameters) =>
      composeAttention({
        scorer: mlpScorer.create(sizes, { units: 5 }, parameters.scope('scorer')),
        memorySize: sizes.memorySize,
      });
    multiHeadAttention({ heads: 2, querySize: 4, memorySize: 6, make }, store);
    const shapes = Object.fromEntries([...store.entries()].map(([path, { shape }]) => [path, shape]));
    const head = (name: string) => ({
      [`heads.${name}.queryKernel`]: [4, 2],
      [`heads.${name}.memoryKernel`]: [6, 3],
      [`heads.${name}.scorer.queryKernel`]: [2, 5],
      [`heads.${name}.scorer.keyKernel`]: [3, 5],
      [`heads.${name}.scorer.v`]: [5],
    });
    expect(shapes).toEqual({ ...head('0'), ...head('1'), outputKernel: [6, 6] });
  });
});

test('one head with identities for kernels is the attention itself', () => {
  withStore((store) => {
    let plain = scaledDot({ querySize: 1, memorySize: 1 }, store);
    const attention = multiHeadAttention(
      {
        heads: 1,
        querySize: 3,
        memorySize: 4,
        make: (sizes, parameters) =>
          (plain = composeAttention({
            scorer: mlpScorer.create(sizes, { units: 5 }, parameters.scope('scorer')),
            memorySize: sizes.memorySize,
          })),
      },
      store,
    );
    for (const [path, weight] of store.entries()) {
      const isOwn = ['heads.0.queryKernel', 'heads.0.memoryKernel', 'outputKernel'].includes(path);
      if (isOwn) weight.assign(tf.eye(weight.shape[0]));
    }
    const [memory, prepared] = [attention.prepare(memoryOf(4)), plain.prepare(memoryOf(4))];
    let [history, wantedHistory] = [attention.begin(memory), plain.begin(prepared)];
    for (let step = 0; step < 3; step++) {
      const query = tensorOf(queriesOf(3, step));
      const attended = attention.attend(query, memory, history, testing);
      const wanted = plain.attend(query, prepared, wantedHistory, testing);
      expectNumbers(attended.context, wanted.context.arraySync());
      expectNumbers(attended.weights, wanted.weights.arraySync());
      ({ history } = attended);
      wantedHistory = wanted.history;
    }
  });
});

test.each([
  [0, 'multi-head attention: heads is 0; give a whole number above 0.'],
  [1.5, 'multi-head attention: heads is 1.5; give a whole number above 0.'],
  [4, 'a query of 8 and a memory of 6 should be divisible by the heads, which are 4; choose heads that divide both.'],
  [3, 'a query of 8 and a memory of 6 should be divisible by the heads, which are 3; choose heads that divide both.'],
])('refuses %d heads', (heads, message) => {
  withStore((store) => {
    expect(() => multiHeadAttention({ heads, querySize: 8, memorySize: 6, make: scaledDot }, store)).toThrow(message);
    expect([...store.entries()]).toEqual([]);
  });
});

test('refuses a head that was made for something else, and a query of another width', () => {
  withStore((store) => {
    const make: MultiHeadParts['make'] = (_sizes, parameters) => scaledDot({ querySize: 6, memorySize: 6 }, parameters);
    expect(() => multiHeadAttention({ heads: 2, querySize: 6, memorySize: 6, make }, store.scope('wrong'))).toThrow(
      'a head was made for a memory of 6 but gets one of 3; make it for the sizes that it is given.',
    );
    const attention = multiHeadAttention({ heads: 2, querySize: 6, memorySize: 6, make: scaledDot }, store);
    const memory = attention.prepare(memoryOf(6));
    expect(() => attention.attend(tf.zeros([2, 4]), memory, attention.begin(memory), testing)).toThrow(
      'multiHeadAttention.attend: query should be [B, 6]',
    );
  });
});
