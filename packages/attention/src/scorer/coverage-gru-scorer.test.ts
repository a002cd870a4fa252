import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, createRandom, fromSeed, fromZeros, gruCell } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { assignWeights } from '../__fixtures__/assign-weights.ts';
import { coverageFormula } from '../__fixtures__/coverage-formula.ts';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectStepGradients, expectSteps } from '../__fixtures__/expect-steps.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { type Matrix, randomMatrix, sigmoid, timesMatrix, type Vector } from '../__fixtures__/float64-loops.ts';
import { noHistory } from '../__fixtures__/no-history.ts';
import { coverageGruScorer } from './coverage-gru-scorer.ts';
import type { Scorer } from './scorer.ts';

/** C after all steps before: h' = z h + (1 − z) tanh(x W + (r h) U + b), with x = [α, m, q]. */
const formula = coverageFormula(({ m, s, past, weights }) => {
  const kernel = weights['update.kernel'] as Matrix;
  const recurrentKernel = weights['update.recurrentKernel'] as Matrix;
  const bias = weights['update.bias'] as Vector;
  const size = recurrentKernel.length;
  const columns = (matrix: Matrix, gate: number): Matrix =>
    matrix.map((row) => row.slice(gate * size, (gate + 1) * size));
  const sumOf = (gate: number, x: Vector, h: Vector): Vector => {
    const [fromInput, fromState] = [
      timesMatrix(x, columns(kernel, gate)),
      timesMatrix(h, columns(recurrentKernel, gate)),
    ];
    return fromInput.map((value, c) => value + (fromState[c] as number) + (bias[gate * size + c] as number));
  };
  let coverage: Vector = recurrentKernel.map(() => 0);
  for (const step of past) {
    const x = [step.weights[s] as number, ...m, ...step.query];
    const [z, r] = [sumOf(0, x, coverage).map(sigmoid), sumOf(1, x, coverage).map(sigmoid)];
    const reset = coverage.map((h, c) => h * (r[c] as number));
    const candidate = sumOf(2, x, reset).map(Math.tanh);
    coverage = coverage.map((h, c) => (z[c] as number) * h + (1 - (z[c] as number)) * (candidate[c] as number));
  }
  return coverage;
});

const names = [
  'queryKernel',
  'keyKernel',
  'v',
  'coverageKernel',
  'update.kernel',
  'update.recurrentKernel',
  'update.bias',
];

test.each([
  [1, 1],
  [4, 3],
])('is v · tanh(q Wq + m Wk + C V) with C a GRU over steps, %i units, %i numbers noted', (units, size) => {
  expectSteps(coverageGruScorer, { units, size }, formula, { names });
});

test('its gradients are the slopes of the formula, through the weights and notes of the steps before', () => {
  expectStepGradients(coverageGruScorer, { units: 3, size: 2 }, formula);
});

test('notes and scores of two steps, by hand', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const scorer = coverageGruScorer.create({ querySize: 1, memorySize: 1 }, { units: 1, size: 1 }, store);
    assignWeights(store, {
      queryKernel: [[0]],
      keyKernel: [[0]],
      v: [10],
      coverageKernel: [[2 * Math.LN2]],
      // For the gates z and r nothing but σ(0) = 1/2; for the candidate ln 3/2 of α, ln 2 of m, ln 2 of q.
      'update.kernel': [
        [0, 0, Math.log(1.5)],
        [0, 0, Math.LN2],
        [0, 0, Math.LN2],
      ],
      'update.recurrentKernel': [[0, 0, 5 * Math.LN2]],
      'update.bias': [0, 0, 0],
    });
    const { begin, note } = scorer as Required<Scorer<ReturnType<typeof scorer.prepare>, Tensor3D>>;
    const keys = scorer.prepare(tf.tensor3d([[[0], [0], [1]]]));
    const begun = begin(keys);
    expectNumbers(begun, [[[0], [0], [0]]]);
    // tanh of ln 3, ln 2 and ln 4 is 4/5, 3/5 and 15/17; half of it stays.
    const once = note({ query: tf.ones([1, 1]), keys, weights: tf.tensor2d([[1, 0, 0]]), notes: begun });
    expectNumbers(once, [[[0.4], [0.3], [7.5 / 17]]]);
    // Without α and q: r C is 1/5, so tanh(ln 2) = 3/5 and C = (2/5 + 3/5) / 2 at the first position.
    const twice = note({ query: tf.zeros([1, 1]), keys, weights: tf.zeros([1, 3]), notes: once });
    expectNumbers(tf.slice(twice, [0, 0, 0], [1, 1, 1]), [[[0.5]]]);
    // 1/2 · 2 ln 2: tanh(ln 2) again.
    const scores = scorer.score(tf.zeros([1, 1]), keys, { ...noHistory(1, 3), notes: twice });
    expectNumbers(tf.slice(scores, [0, 0], [1, 1]), [[6]]);
    store.dispose();
  });
});

test('a note is a step of the GRU of core with the same weights that reads [α; m; q]', () => {
  expectTidy(() => {
    const [B, S, querySize, memorySize, size] = [2, 3, 2, 4, 3];
    const random = createRandom(3);
    const store = createParameterStore(fromSeed(1));
    const scorer = coverageGruScorer.create({ querySize, memorySize }, { units: 2, size }, store);
    const same = createParameterStore((path) => {
      const values = new Map(store.entries()).get(`update.${path}`)?.dataSync();
      return values as Float32Array;
    });
    const cell = gruCell({ inputSize: 1 + memorySize + querySize, units: size }, {}, same);
    for (const [path, weight] of store.entries()) {
      const values = tf.tensor((randomMatrix(1, weight.size, random.fork(path)) as number[][])[0] ?? [], weight.shape);
      weight.assign(values);
      new Map(same.entries()).get(path.replace('update.', ''))?.assign(values);
    }
    const flat = (columns: number, name: string): Tensor2D =>
      tf.tensor2d(randomMatrix(B * S, columns, random.fork(name)) as number[][]);
    const [weights, values, notes] = [flat(1, 'weights'), flat(memorySize, 'values'), flat(size, 'notes')];
    const query = tf.tensor2d(randomMatrix(B, querySize, random.fork('query')) as number[][]);
    const repeated: Tensor2D = tf.reshape(tf.tile(tf.expandDims(query, 1), [1, S, 1]), [B * S, querySize]);

    const { output } = cell.step(tf.concat([weights, values, repeated], 1), { hidden: notes }, { training: false });
    const noted = scorer.note?.({
      query,
      keys: scorer.prepare(tf.reshape(values, [B, S, memorySize])),
      weights: tf.reshape(weights, [B, S]),
      notes: tf.reshape(notes, [B, S, size]),
    }) as Tensor3D;
    expectNumbers(noted, tf.reshape<tf.Rank.R3>(output, [B, S, size]).arraySync());
    store.dispose();
    same.dispose();
  });
});

test.each(['units', 'size'])('refuses %s that are no count', (name) => {
  const create = () =>
    coverageGruScorer.create(
      { querySize: 3, memorySize: 4 },
      { units: 2, size: 2, [name]: 1.5 },
      createParameterStore(fromZeros),
    );
  expect(create).toThrow(`coverage-gru scorer: ${name} is 1.5; give a whole number above 0.`);
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: `attention.scorer.${name}` }));
});
