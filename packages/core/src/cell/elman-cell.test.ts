import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { entry, matricesOf, matrixOf, timesColumn } from './__fixtures__/plain-arrays.ts';
import { elmanCell } from './elman-cell.ts';

cpuTest('keeps the contract of cells', () =>
  checkCellContract({ create: (sizes, _options, parameters) => elmanCell(sizes, parameters) }, {}),
);

cpuTest('is tanh(x W + h U + b)', () => {
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(size, size, size, fc.nat(), (B, inputSize, units, seed) => {
      const store = createParameterStore(scattered(seed));
      const random = createRandom(seed);
      const [x, hidden] = [randomMatrix(B, inputSize, random), randomMatrix(B, units, random)];
      const { output, state } = elmanCell({ inputSize, units }, store).step(x, { hidden }, { training: false });

      const { kernel, recurrentKernel, bias } = matricesOf(store);
      const hiddens = matrixOf(hidden);
      const wanted = matrixOf(x).flatMap((input, row) =>
        Array.from({ length: units }, (_, j) =>
          Math.tanh(
            timesColumn(input, kernel, j) + timesColumn(hiddens[row] as number[], recurrentKernel, j) + entry(bias, j),
          ),
        ),
      );
      expectClose(output, wanted);
      expectClose(state.hidden, wanted);
      store.dispose();
    }),
    { seed: 1, numRuns: 25 },
  );
});

cpuTest('names its weights', () => {
  const store = createParameterStore(fromSeed(1));
  elmanCell({ inputSize: 3, units: 2 }, store);
  expect([...store.entries()].map(([path, { shape }]) => [path, shape])).toEqual([
    ['kernel', [3, 2]],
    ['recurrentKernel', [2, 2]],
    ['bias', [2]],
  ]);
  store.dispose();
});

cpuTest('a wrong input is named', () => {
  const store = createParameterStore(fromSeed(1));
  const cell = elmanCell({ inputSize: 3, units: 2 }, store);
  expect(() => cell.step(tf.zeros([1, 2]), cell.initialState(1), { training: false })).toThrow(
    'elmanCell.step: input should be [B, 3] with B = 1, but is [1, 2]',
  );
  store.dispose();
});
