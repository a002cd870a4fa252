import '@tensorflow/tfjs-backend-cpu';
import { type AdditiveWeights, createParameterStore, createRandom, fromSeed, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { assignWeights } from '../__fixtures__/assign-weights.ts';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectStepGradients, expectSteps, type StepFormula } from '../__fixtures__/expect-steps.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { dot, type Matrix, randomMatrix, timesMatrix, type Vector } from '../__fixtures__/float64-loops.ts';
import { noHistory } from '../__fixtures__/no-history.ts';
import { normedMlpScorer } from './normed-mlp-scorer.ts';

const formula: StepFormula = (query, memory, { queryKernel, keyKernel, v, g, bias }) => {
  const fromQuery = timesMatrix(query, queryKernel as Matrix);
  const length = Math.hypot(...(v as Vector));
  return memory.map((m) => {
    const hidden = timesMatrix(m, keyKernel as Matrix).map((x, a) =>
      Math.tanh(x + (fromQuery[a] as number) + ((bias as Vector)[a] as number)),
    );
    return (Number(g) / length) * dot(v as Vector, hidden);
  });
};

test.each([1, 4])('is g · (v / ‖v‖) · tanh(q Wq + m Wk + b), with %i units', (units) => {
  expectSteps(normedMlpScorer, { units }, formula, { names: ['queryKernel', 'keyKernel', 'v', 'g', 'bias'] });
});

test('its gradients are the slopes of the formula', () => {
  expectStepGradients(normedMlpScorer, { units: 3 }, formula);
});

test('with two units, by hand', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const scorer = normedMlpScorer.create({ querySize: 1, memorySize: 1 }, { units: 2 }, store);
    assignWeights(store, {
      queryKernel: [[Math.LN2, 0]],
      keyKernel: [[0, Math.log(3)]],
      v: [3, 4],
      g: 2,
      bias: [0, -Math.log(3)],
    });
    const keys = scorer.prepare(tf.tensor3d([[[2], [1], [0]]]));
    // tanh(ln 2) = 3/5, tanh(ln 3) = 4/5; v is 5 long: 2 (3/5 · 3/5 + 4/5 · 4/5), 2 · 9/25, 2 (9/25 − 16/25).
    expectNumbers(scorer.score(tf.tensor2d([[1]]), keys, noHistory(1, 3)), [[2, 0.72, -0.56]]);
    store.dispose();
  });
});

test('the length of v does not matter, nor does it get a gradient, and v may be zero', () => {
  expectTidy(() => {
    const store = createParameterStore(fromSeed(1));
    const scorer = normedMlpScorer.create({ querySize: 2, memorySize: 2 }, { units: 3 }, store);
    const weights = new Map(store.entries());
    const v = weights.get('v') as tf.Variable;
    const query = tf.tensor2d([[0.5, -1]]);
    const score = (): Tensor =>
      scorer.score(
        query,
        scorer.prepare(
          tf.tensor3d([
            [
              [1, 2],
              [-1, 0.5],
            ],
          ]),
        ),
        noHistory(1, 2),
      );
    const gradientByV = (): Tensor =>
      tf.variableGrads(() => tf.sum<Scalar>(tf.square(score())), [v]).grads[v.name] as Tensor;
    const before = score().arraySync();
    expectNumbers(tf.sum(tf.mul(v, gradientByV())), 0);
    v.assign(tf.mul(v, 7));
    expectNumbers(score(), before);
    v.assign(tf.zerosLike(v));
    expectNumbers(score(), [[0, 0]]);
    expect(gradientByV().dataSync().every(Number.isFinite)).toBe(true);
    store.dispose();
  });
});

test('begins with g = √(1/units) and no bias, as tensorflow/nmt does', () => {
  const store = createParameterStore(fromSeed(1));
  normedMlpScorer.create({ querySize: 2, memorySize: 2 }, { units: 16 }, store);
  const weights = new Map(store.entries());
  expect(weights.get('g')?.arraySync()).toBe(0.25);
  expect(weights.get('bias')?.arraySync()).toEqual(Array.from({ length: 16 }, () => 0));
  store.dispose();
});

test('what it offers to fused operations is what it computes, gradients of v and g included', () => {
  expectTidy(() => {
    const store = createParameterStore(fromSeed(3));
    const scorer = normedMlpScorer.create({ querySize: 2, memorySize: 3 }, { units: 4 }, store);
    const random = createRandom(4);
    const query = tf.tensor2d(randomMatrix(2, 2, random.fork('query')) as number[][]);
    const values = tf.tensor3d([1, 2].map((row) => randomMatrix(5, 3, random.fork(`${row}`)) as number[][]));
    const offered = (): Tensor => {
      const { queryKernel, v } = scorer.additive as AdditiveWeights;
      const hidden = tf.tanh(tf.add(scorer.prepare(values), tf.expandDims(tf.matMul(query, queryKernel), 1)));
      return tf.sum(tf.mul(hidden, v), 2);
    };
    const scored = (): Tensor => scorer.score(query, scorer.prepare(values), noHistory(2, 5));
    expectNumbers(offered(), scored().arraySync());

    const weights = [...store.entries()].map(([, weight]) => weight);
    const gradientsOf = (compute: () => Tensor) =>
      tf.variableGrads(() => tf.sum<Scalar>(tf.square(compute())), weights).grads;
    const [wanted, actual] = [gradientsOf(scored), gradientsOf(offered)];
    for (const { name } of weights) {
      expectNumbers(actual[name] as Tensor, (wanted[name] as Tensor).arraySync());
      expect((wanted[name] as Tensor).dataSync().some((value) => value !== 0)).toBe(true);
    }
    store.dispose();
  });
});

test.each([0, 2.5])('refuses %d units', (units) => {
  const create = () =>
    normedMlpScorer.create({ querySize: 3, memorySize: 4 }, { units }, createParameterStore(fromZeros));
  expect(create).toThrow(`normed-mlp scorer: units is ${units}; give a whole number above 0.`);
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer.units' }));
});
