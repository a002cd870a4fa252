import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { matricesOf, matrixOf } from './__fixtures__/plain-arrays.ts';
import { lstmOf, normalized, plus, times } from './__fixtures__/plain-equations.ts';
import { lstmTransition } from './lstm-transition.ts';

describe.each([
  { layerNorm: false, shapes: { recurrentKernel: [3, 12], bias: [12] } },
  {
    layerNorm: true,
    shapes: { recurrentKernel: [3, 12], bias: [12], recurrentGain: [12], carryGain: [3], carryShift: [3] },
  },
])('layerNorm: $layerNorm', ({ layerNorm, shapes }) => {
  cpuTest('is the LSTM without an input', () => {
    const size = fc.integer({ min: 2, max: 4 });
    fc.assert(
      fc.property(size, size, fc.nat(), (B, units, seed) => {
        const store = createParameterStore(scattered(seed));
        const random = createRandom(seed);
        const [hidden, carry] = [randomMatrix(B, units, random), randomMatrix(B, units, random)];
        const transition = lstmTransition(units, { layerNorm }, store);
        const next = transition.step({ hidden, carry }, { training: false }, (whole) => tf.mul(whole, 2));

        const { recurrentKernel, bias, recurrentGain, carryGain, carryShift } = matricesOf(store);
        const carries = matrixOf(carry);
        const wanted = matrixOf(hidden).map((row, i) => {
          const product = times(
            row.map((x) => 2 * x),
            recurrentKernel,
          );
          const sums = plus(layerNorm ? normalized(product, recurrentGain?.[0]) : product, bias?.[0]);
          return lstmOf(sums, carries[i] ?? [], (whole) =>
            layerNorm ? plus(normalized(whole, carryGain?.[0]), carryShift?.[0]) : whole,
          );
        });
        // A row that is nearly even is divided by its small deviation, and so are its roundings.
        const closeness = { absolute: 1e-4 };
        expectClose(
          next.hidden,
          wanted.flatMap((state) => state.hidden),
          closeness,
        );
        expectClose(
          next.carry,
          wanted.flatMap((state) => state.carry),
          closeness,
        );
        store.dispose();
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  cpuTest('names its weights, and they get the right gradients', () => {
    const store = createParameterStore(scattered(3));
    const transition = lstmTransition(3, { layerNorm }, store);
    expect(Object.fromEntries([...store.entries()].map(([path, { shape }]) => [path, shape]))).toEqual(shapes);
    const [hidden, carry, shares] = [1, 2, 3].map((seed) => randomMatrix(2, 3, createRandom(seed))) as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const compute = (): tf.Scalar => {
      const next = transition.step({ hidden, carry }, { training: false }, (whole) => whole);
      return tf.sum(tf.mul(tf.add(next.hidden, next.carry), shares));
    };
    // Division by the small deviation of few products bends more than a sum does, so the step is smaller than usual.
    expectGradients(compute, store, { step: 2 ** -9 });
    store.dispose();
  });
});

cpuTest('begins with the forget gate at one, so that a new transition remembers; one unit is not normalised', () => {
  const store = createParameterStore(fromSeed(1));
  lstmTransition(2, { layerNorm: true }, store);
  const first = (path: string): number[] => [...(new Map(store.entries()).get(path)?.dataSync() ?? [])];
  expect(first('bias')).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  expect([first('recurrentGain'), first('carryGain'), first('carryShift')]).toEqual([
    new Array(8).fill(1),
    [1, 1],
    [0, 0],
  ]);
  expect(() => lstmTransition(1, { layerNorm: true }, store.scope('one'))).toThrow('lstmTransition: units is 1');
  store.dispose();
});
