import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { matricesOf, matrixOf } from './__fixtures__/plain-arrays.ts';
import { normalized, plus, times } from './__fixtures__/plain-equations.ts';
import { layerNormElmanCell } from './layer-norm-elman-cell.ts';

cpuTest('keeps the contract of cells', () =>
  checkCellContract({ create: (sizes, _options, parameters) => layerNormElmanCell(sizes, parameters) }, {}),
);

cpuTest('is tanh(LN(x W + h U) + b)', () => {
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 2, max: 4 }), fc.nat(), (B, inputSize, units, seed) => {
      const store = createParameterStore(scattered(seed));
      const random = createRandom(seed);
      const [x, hidden] = [randomMatrix(B, inputSize, random), randomMatrix(B, units, random)];
      const { output } = layerNormElmanCell({ inputSize, units }, store).step(x, { hidden }, { training: false });
      const { kernel, recurrentKernel, bias, gain } = matricesOf(store);
      const hiddens = matrixOf(hidden);
      const wanted = matrixOf(x).flatMap((input, row) =>
        plus(
          normalized(plus(times(input, kernel), times(hiddens[row] ?? [], recurrentKernel)), gain?.[0]),
          bias?.[0],
        ).map(Math.tanh),
      );
      // A row that is nearly even is divided by its small deviation, and so are its roundings.
      expectClose(output, wanted, { absolute: 1e-4 });
      store.dispose();
    }),
    { seed: 1, numRuns: 25 },
  );
});

cpuTest('names its weights; the gain begins at one', () => {
  const store = createParameterStore(fromSeed(1));
  layerNormElmanCell({ inputSize: 3, units: 2 }, store);
  const weights = new Map(store.entries());
  expect([...weights].map(([path, { shape }]) => [path, shape])).toEqual([
    ['kernel', [3, 2]],
    ['recurrentKernel', [2, 2]],
    ['bias', [2]],
    ['gain', [2]],
  ]);
  expectClose(weights.get('gain') as tf.Tensor, [1, 1], { absolute: 0 });
  store.dispose();
});

cpuTest('zeros in, as at padding and at the beginning, give finite numbers and gradients', () => {
  const store = createParameterStore(fromSeed(1));
  const cell = layerNormElmanCell({ inputSize: 3, units: 2 }, store);
  const run = (input: tf.Tensor, hidden: tf.Tensor): tf.Tensor =>
    cell.step(input as tf.Tensor2D, { hidden: hidden as tf.Tensor2D }, { training: false }).output;
  const start: [tf.Tensor, tf.Tensor] = [tf.zeros([1, 3]), tf.zeros([1, 2])];
  expectClose(run(...start), [0, 0], { absolute: 0 });
  const gradients = tf.grads((...given) => tf.sum(run(...(given as typeof start))))(start);
  for (const gradient of gradients) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  store.dispose();
});

cpuTest('one unit is refused', () => {
  const store = createParameterStore(fromSeed(1));
  expect(() => layerNormElmanCell({ inputSize: 3, units: 1 }, store)).toThrow('layerNormElmanCell: units is 1');
});
