import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { assignWeights } from '../__fixtures__/assign-weights.ts';
import { coverageFormula } from '../__fixtures__/coverage-formula.ts';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectStepGradients, expectSteps } from '../__fixtures__/expect-steps.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { dot, sigmoid, type Vector } from '../__fixtures__/float64-loops.ts';
import { noHistory } from '../__fixtures__/no-history.ts';
import { coverageFertilityScorer } from './coverage-fertility-scorer.ts';

const formulaWith = (maxFertility: number) =>
  coverageFormula(({ m, s, past, weights: { fertilityKernel } }) => {
    const fertility = maxFertility * sigmoid(dot(m, fertilityKernel as Vector));
    return [past.reduce((sum, { weights }) => sum + (weights[s] as number) / fertility, 0)];
  });

const names = ['queryKernel', 'keyKernel', 'v', 'coverageKernel', 'fertilityKernel'];

test('is v · tanh(q Wq + m Wk + C V) with C = Σ α / (N · σ(m U)), N = 2 if nobody says', () => {
  expectSteps(coverageFertilityScorer, { units: 3 }, formulaWith(2), { names });
});

test.each([0.5, 3])('with a maxFertility of %d', (maxFertility) => {
  expectSteps(coverageFertilityScorer, { units: 2, maxFertility }, formulaWith(maxFertility), { names });
});

test('its gradients are the slopes of the formula, through the weights of the steps before', () => {
  expectStepGradients(coverageFertilityScorer, { units: 3 }, formulaWith(2));
});

test('with one unit, by hand', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const scorer = coverageFertilityScorer.create({ querySize: 1, memorySize: 1 }, { units: 1 }, store);
    assignWeights(store, {
      queryKernel: [[-Math.LN2]],
      keyKernel: [[0]],
      v: [5],
      coverageKernel: [[Math.LN2]],
      fertilityKernel: [Math.log(3)],
    });
    // σ(0) = 1/2, σ(ln 3) = 3/4, σ(−ln 3) = 1/4: fertilities 1, 3/2 and 1/2.
    const keys = scorer.prepare(tf.tensor3d([[[0], [1], [-1], [-1]]]));
    const history = { ...noHistory(1, 4), coverage: tf.tensor2d([[1, 1.5, 1, 0]]) };
    // C is 1, 1, 2, 0: (C − 1) ln 2 is 0, 0, ln 2, −ln 2.
    expectNumbers(scorer.score(tf.ones([1, 1]), keys, history), [[0, 0, 3, -3]]);
    store.dispose();
  });
});

test('a fertility that vanishes leaves scores and gradients finite', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const scorer = coverageFertilityScorer.create({ querySize: 1, memorySize: 1 }, { units: 1 }, store);
    assignWeights(store, {
      queryKernel: [[1]],
      keyKernel: [[1]],
      v: [5],
      coverageKernel: [[-2]],
      fertilityKernel: [-1000],
    });
    const values = tf.tensor3d([[[1], [1], [-1]]]);
    const history = { ...noHistory(1, 3), coverage: tf.tensor2d([[0, 0.5, 0.5]]) };
    const score = (): Tensor => scorer.score(tf.zeros([1, 1]), scorer.prepare(values), history);
    // Not read is not covered; read a little is more than covered; and 0.5 of a fertility of 2 is a quarter.
    expectNumbers(score(), [[5 * Math.tanh(1), -5, 5 * Math.tanh(-1 - 0.5)]]);
    const { grads } = tf.variableGrads(() => tf.sum<Scalar>(tf.square(score())));
    const all = Object.values(grads).flatMap((gradient) => [...gradient.dataSync()]);
    expect(all).toHaveLength(5);
    expect(all.every(Number.isFinite)).toBe(true);
    store.dispose();
  });
});

test.each([0, -1, Number.NaN])('refuses a maxFertility of %d', (maxFertility) => {
  const create = () =>
    coverageFertilityScorer.create(
      { querySize: 3, memorySize: 4 },
      { units: 2, maxFertility },
      createParameterStore(fromZeros),
    );
  expect(create).toThrow(`coverage-fertility scorer: maxFertility is ${maxFertility}; give a number above 0.`);
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer.maxFertility' }));
});
