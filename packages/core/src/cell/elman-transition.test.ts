import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { matricesOf, matrixOf } from './__fixtures__/plain-arrays.ts';
import { normalized, plus, times } from './__fixtures__/plain-equations.ts';
import { elmanTransition } from './elman-transition.ts';

describe.each([
  { layerNorm: false, names: ['recurrentKernel', 'bias'] },
  { layerNorm: true, names: ['recurrentKernel', 'bias', 'gain'] },
])('layerNorm: $layerNorm', ({ layerNorm, names }) => {
  cpuTest('is tanh of what is read of the hidden, times U, plus b', () => {
    const size = fc.integer({ min: 2, max: 4 });
    fc.assert(
      fc.property(size, size, fc.nat(), (B, units, seed) => {
        const store = createParameterStore(scattered(seed));
        const hidden = randomMatrix(B, units, createRandom(seed));
        const transition = elmanTransition(units, { layerNorm }, store);
        const next = transition.step({ hidden }, { training: false }, (whole) => tf.mul(whole, 2));
        const { recurrentKernel, bias, gain } = matricesOf(store);
        const wanted = matrixOf(hidden).flatMap((row) => {
          const product = times(
            row.map((x) => 2 * x),
            recurrentKernel,
          );
          return plus(layerNorm ? normalized(product, gain?.[0]) : product, bias?.[0]).map(Math.tanh);
        });
        // A row that is nearly even is divided by its small deviation, and so are its roundings.
        expectClose(next.hidden, wanted, { absolute: 1e-4 });
        store.dispose();
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  cpuTest('names its weights, and they get the right gradients', () => {
    const store = createParameterStore(scattered(3));
    const transition = elmanTransition(3, { layerNorm }, store);
    expect([...store.entries()].map(([path]) => path)).toEqual(names);
    const [hidden, shares] = [randomMatrix(2, 3, createRandom(1)), randomMatrix(2, 3, createRandom(2))];
    const compute = (): tf.Scalar =>
      tf.sum(tf.mul(transition.step({ hidden }, { training: false }, (whole) => whole).hidden, shares));
    // Division by the small deviation of few products bends more than a sum does, so the step is smaller than usual.
    expectGradients(compute, store, { step: 2 ** -9 });
    store.dispose();
  });
});

cpuTest('one unit is refused where it would be normalised', () => {
  const store = createParameterStore(fromSeed(1));
  expect(() => elmanTransition(1, { layerNorm: true }, store)).toThrow('elmanTransition: units is 1');
});
