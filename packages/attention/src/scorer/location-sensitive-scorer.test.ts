import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { assignWeights } from '../__fixtures__/assign-weights.ts';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectStepGradients, expectSteps, type PastStep, type StepFormula } from '../__fixtures__/expect-steps.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { dot, type Matrix, timesMatrix, type Vector } from '../__fixtures__/float64-loops.ts';
import { noHistory } from '../__fixtures__/no-history.ts';
import { locationSensitiveScorer } from './location-sensitive-scorer.ts';

const names = ['queryKernel', 'keyKernel', 'v', 'locationKernel', 'filterKernel', 'bias'];

/** By loops, with α at each position made of the steps before by `alphaAt`. */
const formulaReading =
  (alphaAt: (past: readonly PastStep[], s: number) => number): StepFormula =>
  (query, memory, weights, past) => {
    const { queryKernel, keyKernel, v, locationKernel, filterKernel, bias } = weights as Record<string, Matrix> & {
      v: Vector;
      bias: Vector;
    };
    const filters = filterKernel as Matrix;
    const reach = (filters.length - 1) / 2;
    const fromQuery = timesMatrix(query, queryKernel as Matrix);
    return memory.map((m, s) => {
      const features = (filters[0] as Vector).map((_, filter) => {
        let sum = 0;
        for (const [k, row] of filters.entries()) {
          const place = s + k - reach;
          if (place >= 0 && place < memory.length) sum += (row[filter] as number) * alphaAt(past, place);
        }
        return sum;
      });
      const fromKey = timesMatrix(m, keyKernel as Matrix);
      const fromLocation = timesMatrix(features, locationKernel as Matrix);
      const hidden = fromKey.map((x, a) =>
        Math.tanh(x + (fromQuery[a] as number) + (fromLocation[a] as number) + (bias[a] as number)),
      );
      return dot(v, hidden);
    });
  };

const readings = {
  previous: formulaReading((past, s) => past.at(-1)?.weights[s] ?? 0),
  coverage: formulaReading((past, s) => past.reduce((sum, { weights }) => sum + (weights[s] as number), 0)),
};

describe.each(['previous', 'coverage'] as const)('reading %s', (reads) => {
  test.each([
    [1, 1, 1],
    [4, 2, 3],
    [3, 3, 7],
  ])('is v · tanh(q Wq + m Wk + (F ∗ α) U + b): %i units, %i filters %i wide', (units, filters, width) => {
    expectSteps(locationSensitiveScorer, { units, filters, width, reads }, readings[reads], { names });
  });

  test('its gradients are the slopes of the formula, through the weights of the steps before', () => {
    expectStepGradients(locationSensitiveScorer, { units: 3, filters: 2, width: 3, reads }, readings[reads]);
  });
});

test('reads the step before by default, and each filter to the right way round, by hand', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const options = { units: 1, filters: 1, width: 3 };
    const scorer = locationSensitiveScorer.create({ querySize: 1, memorySize: 1 }, options, store);
    assignWeights(store, {
      queryKernel: [[1]],
      keyKernel: [[1]],
      v: [65],
      locationKernel: [[1]],
      filterKernel: [[Math.LN2], [Math.log(3)], [Math.log(5)]],
      bias: [0],
    });
    const keys = scorer.prepare(tf.zeros([2, 3, 1]));
    const history = {
      ...noHistory(2, 3),
      previous: tf.tensor2d([
        [1, 0, 0],
        [0, 1, 0],
      ]),
      coverage: tf.ones<tf.Rank.R2>([2, 3]),
    };
    // Seen from the left neighbour a weight is on its right, so with the last of the filter: tanh(ln 5) = 12/13, ln 3 gives 4/5, ln 2 3/5.
    expectNumbers(scorer.score(tf.zeros([2, 1]), keys, history), [
      [52, 39, 0],
      [60, 52, 39],
    ]);
    assignWeights(store, {
      queryKernel: [[Math.log(3)]],
      keyKernel: [[1]],
      v: [65],
      locationKernel: [[-1]],
      filterKernel: [[0], [Math.LN2], [0]],
      bias: [Math.LN2],
    });
    // ln 2 of the bias and ln 3 of the query make tanh(ln 6) = 35/37; where the weight is, ln 2 is taken off again.
    const [off, on] = [(65 * 35) / 37, 52];
    expectNumbers(scorer.score(tf.ones([2, 1]), scorer.prepare(tf.zeros([2, 3, 1])), history), [
      [on, off, off],
      [off, on, off],
    ]);
    store.dispose();
  });
});

const create = (options: object) => () =>
  locationSensitiveScorer.create(
    { querySize: 3, memorySize: 4 },
    { units: 2, filters: 2, width: 3, ...options },
    createParameterStore(fromZeros),
  );

test('refuses an even width', () => {
  expect(create({ width: 4 })).toThrow(
    'location-sensitive scorer: width is 4; give an odd number, so that a filter reaches as far to the left as to the right.',
  );
  expect(create({ width: 4 })).toThrow(
    expect.objectContaining({ name: 'ConfigError', path: 'attention.scorer.width' }),
  );
});

test('refuses options that are not what they must be', () => {
  expect(create({ width: 2.5 })).toThrow('location-sensitive scorer: width is 2.5; give a whole number above 0.');
  expect(create({ filters: 0 })).toThrow('location-sensitive scorer: filters is 0; give a whole number above 0.');
  expect(create({ reads: 'all' })).toThrow('location-sensitive scorer: reads is "all"; give previous or coverage.');
});
