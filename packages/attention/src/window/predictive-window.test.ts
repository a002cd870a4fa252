import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, createRandom, fromSeed, fromZeros, type ParameterStore } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import {
  dot,
  type Matrix,
  randomMatrix,
  sigmoid,
  softmaxWhere,
  timesMatrix,
  type Vector,
} from '../__fixtures__/float64-loops.ts';
import { maskedSoftmax } from '../normalizer/masked-softmax.ts';
import { predictiveWindow } from './predictive-window.ts';

const lengths = [6, 4, 1];
const S = 6;
const querySize = 3;
const units = 4;
const width = 2;

type Weights = { readonly kernel: Matrix; readonly v: Vector };

/** p = length · σ(v · tanh(q W)), in float64. */
const centreOf = (query: Vector, length: number, { kernel, v }: Weights): number =>
  length * sigmoid(dot(v, timesMatrix(query, kernel).map(Math.tanh)));

const emphasisAt = (s: number, centre: number): number => Math.exp(-((s - centre) ** 2) / (2 * (width / 2) ** 2));

/** Runs a check for many random weights and queries; those whose centre has a position within 0.01 of the hard edge are left out. */
const forManyTrials = (
  check: (trial: { queries: Matrix; scores: Matrix; weights: Weights; store: ParameterStore; mask: Tensor2D }) => void,
): void => {
  let trials = 0;
  for (let seed = 0; seed < 40; seed++) {
    expectTidy(() => {
      const random = createRandom(seed);
      const store = createParameterStore(fromSeed(seed));
      predictiveWindow.create({ querySize, memorySize: 1 }, { width, units }, store);
      const named = new Map(store.entries());
      const weights = { kernel: named.get('kernel')?.arraySync() as Matrix, v: named.get('v')?.arraySync() as Vector };
      store.dispose();
      const again = createParameterStore(fromSeed(seed));
      const queries = randomMatrix(lengths.length, querySize, random.fork('query'), 2);
      const scores = randomMatrix(lengths.length, S, random.fork('scores'), 2);
      const isNearEdge = queries.some((query, row) => {
        const centre = centreOf(query, lengths[row] as number, weights);
        return Array.from({ length: S }, (_, s) => Math.abs(Math.abs(s - centre) - width)).some((gap) => gap < 0.01);
      });
      const mask = tf.tensor2d(lengths.map((length) => Array.from({ length: S }, (_, s) => (s < length ? 1 : 0))));
      if (!isNearEdge) {
        trials++;
        check({ queries, scores, weights, store: again, mask });
      }
      again.dispose();
    });
  }
  expect(trials).toBeGreaterThan(20);
};

const noHistory = (mask: Tensor2D) => ({
  position: tf.zeros<tf.Rank.R2>([mask.shape[0], 1]),
  previous: mask,
  coverage: mask,
  notes: {},
});

test('sees |s − p| ≤ width and fades with the distance from p, by loops', () => {
  forManyTrials(({ queries, weights, store, mask }) => {
    const window = predictiveWindow.create({ querySize, memorySize: 1 }, { width, units }, store);
    const { allowed, emphasis } = window.reveal(tf.tensor2d(queries as number[][]), mask, noHistory(mask));
    const centres = queries.map((query, row) => centreOf(query, lengths[row] as number, weights));
    const positions = Array.from({ length: S }, (_, s) => s);
    expect(allowed.arraySync()).toEqual(
      centres.map((centre, row) =>
        positions.map((s) => (s < (lengths[row] as number) && Math.abs(s - centre) <= width ? 1 : 0)),
      ),
    );
    expectNumbers(
      emphasis as Tensor,
      centres.map((centre) => positions.map((s) => emphasisAt(s, centre))),
    );
  });
});

test('the gradient through p is that of the loops, by finite differences in float64', () => {
  forManyTrials(({ queries, scores, weights, store, mask }) => {
    const window = predictiveWindow.create({ querySize, memorySize: 1 }, { width, units }, store);
    const [parts] = randomMatrix(1, S, createRandom(9)) as [Vector];

    const lossByLoops = (query: Matrix, { kernel, v }: Weights): number => {
      let loss = 0;
      for (const [row, length] of lengths.entries()) {
        const centre = centreOf(query[row] as Vector, length, { kernel, v });
        const allowed = parts.map((_, s) => s < length && Math.abs(s - centre) <= width);
        const alignment = softmaxWhere(scores[row] as Vector, allowed);
        for (let s = 0; s < S; s++) loss += (alignment[s] as number) * emphasisAt(s, centre) * (parts[s] as number);
      }
      return loss;
    };
    const loss = (query: Tensor): Scalar => {
      const { allowed, emphasis } = window.reveal(query as Tensor2D, mask, noHistory(mask));
      const alignment = tf.mul(maskedSoftmax(tf.tensor2d(scores as number[][]), allowed), emphasis as Tensor2D);
      return tf.sum(tf.mul(alignment, parts as number[]));
    };

    const query = tf.tensor2d(queries as number[][]);
    expectNumbers(
      tf.grad(loss)(query),
      slopes(queries, (shifted) => lossByLoops(shifted, weights)),
    );
    const named = new Map(store.entries());
    const { grads } = tf.variableGrads(() => loss(query), [...named.values()]);
    const gradientOf = (name: string): Tensor => grads[named.get(name)?.name ?? ''] as Tensor;
    expectNumbers(
      gradientOf('kernel'),
      slopes(weights.kernel, (kernel) => lossByLoops(queries, { ...weights, kernel })),
    );
    const [vSlopes] = slopes([weights.v], ([v]) => lossByLoops(queries, { ...weights, v: v as Vector })) as [number[]];
    expectNumbers(gradientOf('v'), vSlopes);
  });
});

/** The slope of a function by each number of a matrix. */
const slopes = (matrix: Matrix, of: (shifted: Matrix) => number): number[][] =>
  matrix.map((row, i) =>
    row.map((value, j) => {
      const at = (shift: number): number => of(matrix.with(i, row.with(j, value + shift)));
      return (at(1e-5) - at(-1e-5)) / 2e-5;
    }),
  );

test('with a zero query the centre is the middle of each row, by hand', () => {
  expectTidy(() => {
    const store = createParameterStore(fromSeed(1));
    const window = predictiveWindow.create({ querySize, memorySize: 1 }, { width: 1, units }, store);
    const mask = tf.tensor2d([
      [1, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
    const { allowed, emphasis } = window.reveal(tf.zeros([2, querySize]), mask, noHistory(mask));
    // σ(0) = 1/2: centres 2 and 1; width 1 has a deviation of 1/2, so distance d fades to exp(−2 d²).
    expect(allowed.arraySync()).toEqual([
      [0, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
    const fade = [1, Math.exp(-2), Math.exp(-8)] as const;
    expectNumbers(emphasis as Tensor, [
      [fade[2], fade[1], 1, fade[1]],
      [fade[1], 1, fade[1], fade[2]],
    ]);
    store.dispose();
  });
});

test.each([
  [{ width: 0, units: 5 }, 'local-p window: width is 0; give a number above 0.', 'attention.window.width'],
  [{ width: -1, units: 5 }, 'local-p window: width is -1; give a number above 0.', 'attention.window.width'],
  [{ width: 2, units: 0 }, 'local-p window: units is 0; give a whole number above 0.', 'attention.window.units'],
  [{ width: 2, units: 1.5 }, 'local-p window: units is 1.5; give a whole number above 0.', 'attention.window.units'],
])('refuses %o', (options, message, path) => {
  const create = () => predictiveWindow.create({ querySize, memorySize: 1 }, options, createParameterStore(fromZeros));
  expect(create).toThrow(message);
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path }));
});
