import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { assignWeights } from '../__fixtures__/assign-weights.ts';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectStepGradients, expectSteps } from '../__fixtures__/expect-steps.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { noHistory } from '../__fixtures__/no-history.ts';
import { coverageFormula } from '../__fixtures__/coverage-formula.ts';
import { coverageCountScorer } from './coverage-count-scorer.ts';

const formula = coverageFormula(({ past, s }) => [past.reduce((sum, { weights }) => sum + (weights[s] as number), 0)]);

test.each([1, 4])('is v · tanh(q Wq + m Wk + C V) with C = Σ α and %i units', (units) => {
  expectSteps(coverageCountScorer, { units }, formula, { names: ['queryKernel', 'keyKernel', 'v', 'coverageKernel'] });
});

test('its gradients are the slopes of the formula, through the weights of the steps before', () => {
  expectStepGradients(coverageCountScorer, { units: 3 }, formula);
});

test('with one unit, by hand', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const scorer = coverageCountScorer.create({ querySize: 1, memorySize: 1 }, { units: 1 }, store);
    assignWeights(store, { queryKernel: [[-Math.LN2]], keyKernel: [[1]], v: [5], coverageKernel: [[Math.LN2]] });
    const history = { ...noHistory(1, 4), coverage: tf.tensor2d([[0, 1, 2, 2]]) };
    const keys = scorer.prepare(tf.tensor3d([[[0], [0], [0], [Math.log(3) - Math.LN2]]]));
    // tanh(−ln 2) = −3/5, tanh(0), tanh(2 ln 2 − ln 2) = 3/5; the last has ln 3 − ln 2 more: tanh(ln 3) = 4/5.
    expectNumbers(scorer.score(tf.ones([1, 1]), keys, history), [[-3, 0, 3, 4]]);
    store.dispose();
  });
});

test('refuses units that are no count', () => {
  const create = () =>
    coverageCountScorer.create({ querySize: 3, memorySize: 4 }, { units: 0 }, createParameterStore(fromZeros));
  expect(create).toThrow('coverage-count scorer: units is 0; give a whole number above 0.');
  expect(create).toThrow(expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer.units' }));
});
