import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, createRandom, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectNumbers } from './__fixtures__/expect-numbers.ts';
import { expectTidy } from './__fixtures__/expect-tidy.ts';
import { dot, type Matrix, randomMatrix, softmaxWhere, type Vector } from './__fixtures__/float64-loops.ts';
import { composeAttention } from './compose-attention.ts';
import type { AttentionHistory } from './history.ts';
import { dotScorer } from './scorer/dot-scorer.ts';
import type { AlignmentWindow } from './window/window.ts';
import { monotonicWindow } from './window/monotonic-window.ts';

const notTraining = { training: false } as const;
const lengths = [5, 3, 1];
const S = 5;
const D = 3;
const steps = 4;
const sizes = { querySize: D, memorySize: D };
const positions = Array.from({ length: S }, (_, s) => s);

const random = createRandom(5);
const queries = Array.from({ length: steps }, (_, t) => randomMatrix(lengths.length, D, random.fork(`query ${t}`)));
const values = lengths.map((length, row) =>
  randomMatrix(S, D, random.fork(`memory ${row}`)).map((m, s) => (s < length ? m : m.map(() => 0))),
);
const isReal = lengths.map((length) => positions.map((s) => s < length));

const dotAttention = (window?: AlignmentWindow) => {
  const scorer = dotScorer.create(sizes, {}, createParameterStore(fromZeros));
  return composeAttention({ scorer, memorySize: D, ...(window && { window }) });
};
const memoryOf = () => ({
  values: tf.tensor3d(values as number[][][]),
  mask: tf.tensor2d(isReal.map((row) => row.map(Number))),
});

/** One step for one row: weights over what is allowed, times emphasis, and the weighted sum of the memory. */
const attendByLoops = (query: Vector, row: number, allowed: readonly boolean[], emphasis: Vector) => {
  const memory = values[row] as Matrix;
  const weights = softmaxWhere(
    memory.map((m) => dot(query, m)),
    allowed,
  ).map((weight, s) => weight * (emphasis[s] as number));
  const context = Array.from({ length: D }, (_, d) => {
    let sum = 0;
    for (let s = 0; s < S; s++) sum += (weights[s] as number) * ((memory[s] as Vector)[d] as number);
    return sum;
  });
  return { weights, context };
};

/** Runs all steps and holds context, weights and history against the loops. */
const expectSteps = (
  window: AlignmentWindow | undefined,
  reveal: (t: number, row: number) => { allowed: readonly boolean[]; emphasis?: Vector },
): void => {
  const attention = dotAttention(window);
  const memory = attention.prepare(memoryOf());
  let history: AttentionHistory = attention.begin(memory);
  expect(history.position.arraySync()).toEqual([[0], [0], [0]]);
  const nothing = lengths.map(() => positions.map(() => 0));
  expect(history.previous.arraySync()).toEqual(nothing);
  expect(history.coverage.arraySync()).toEqual(nothing);
  let coverage: number[][] = nothing;

  for (const [t, query] of queries.entries()) {
    const wanted = query.map((q, row) => {
      const { allowed, emphasis = positions.map(() => 1) } = reveal(t, row);
      return attendByLoops(q, row, allowed, emphasis);
    });
    const attended = attention.attend(tf.tensor2d(query as number[][]), memory, history, notTraining);
    coverage = coverage.map((row, i) => row.map((sum, s) => sum + (wanted[i]?.weights[s] as number)));
    expectNumbers(
      attended.weights,
      wanted.map(({ weights }) => weights),
    );
    expectNumbers(
      attended.context,
      wanted.map(({ context }) => context),
    );
    ({ history } = attended);
    expect(history.position.arraySync()).toEqual([[t + 1], [t + 1], [t + 1]]);
    expectNumbers(
      history.previous,
      wanted.map(({ weights }) => weights),
    );
    expectNumbers(history.coverage, coverage);
  }
};

test('sees everything by default; the context is the weighted sum, history moves on', () => {
  expectTidy(() => expectSteps(undefined, (_t, row) => ({ allowed: isReal[row] as boolean[] })));
});

test('the window hides before normalising, and reads the position', () => {
  expectTidy(() => {
    const window = monotonicWindow.create(sizes, { width: 1 }, createParameterStore(fromZeros));
    expectSteps(window, (t, row) => {
      const length = lengths[row] as number;
      return { allowed: positions.map((s) => s < length && Math.abs(s - Math.min(t, length - 1)) <= 1) };
    });
  });
});

test('emphasis fades after normalising, is not renormalised, and is what history remembers', () => {
  expectTidy(() => {
    const emphasis = positions.map((s) => 1 / (s + 2));
    const window: AlignmentWindow = {
      reveal: (_query, mask) => ({ allowed: mask, emphasis: tf.tile(tf.tensor2d([emphasis]), [lengths.length, 1]) }),
    };
    expectSteps(window, (_t, row) => ({ allowed: isReal[row] as boolean[], emphasis }));
  });
});

test('another normalizer takes the place of the softmax', () => {
  expectTidy(() => {
    const scorer = dotScorer.create(sizes, {}, createParameterStore(fromZeros));
    const sigmoidWeights = (scores: Tensor2D, allowed: Tensor2D): Tensor2D => tf.mul(tf.sigmoid(scores), allowed);
    const attention = composeAttention({ scorer, memorySize: D, normalize: sigmoidWeights });
    const memory = attention.prepare(memoryOf());
    const [query] = queries as [Matrix];
    const { weights } = attention.attend(
      tf.tensor2d(query as number[][]),
      memory,
      attention.begin(memory),
      notTraining,
    );
    const wanted = query.map((q, row) =>
      (values[row] as Matrix).map((m, s) => (isReal[row]?.[s] ? 1 / (1 + Math.exp(-dot(q, m))) : 0)),
    );
    expectNumbers(weights, wanted);
  });
});

test('keys are prepared once, and the scorer is given the history', () => {
  expectTidy(() => {
    let prepared = 0;
    const seen: number[] = [];
    const attention = composeAttention({
      memorySize: D,
      scorer: {
        prepare: (memory) => {
          prepared++;
          return { doubled: tf.mul(memory, 2) };
        },
        score: (_query, { doubled }, { position }) => {
          seen.push(position.dataSync()[0] as number);
          return tf.sum(doubled, 2);
        },
      },
    });
    const memory = attention.prepare(memoryOf());
    expectNumbers(
      memory.keys.doubled,
      values.map((row) => row.map((m) => m.map((x) => 2 * x))),
    );
    let history = attention.begin(memory);
    for (let t = 0; t < steps; t++)
      ({ history } = attention.attend(tf.zeros([lengths.length, D]), memory, history, notTraining));
    expect(prepared).toBe(1);
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});

test('refuses a memory of another width', () => {
  expectTidy(() => {
    expect(() => dotAttention().prepare({ values: tf.zeros([2, 5, 4]), mask: tf.ones([2, 5]) })).toThrow(
      'attention.prepare: values should be [B, S, 3]',
    );
  });
});
