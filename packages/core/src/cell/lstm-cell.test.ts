import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { entry, matricesOf, matrixOf, sigmoid, timesColumn } from './__fixtures__/plain-arrays.ts';
import { lstmCell } from './lstm-cell.ts';

cpuTest('keeps the contract of cells', () =>
  checkCellContract({ create: (sizes, _options, parameters) => lstmCell(sizes, parameters) }, {}),
);

cpuTest('is the LSTM equations, with the gates in the order i, f, c, o', () => {
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(size, size, size, fc.nat(), (B, inputSize, units, seed) => {
      const store = createParameterStore(scattered(seed));
      const random = createRandom(seed);
      const x = randomMatrix(B, inputSize, random);
      const [h, c] = [randomMatrix(B, units, random), randomMatrix(B, units, random)];
      const { output, state } = lstmCell({ inputSize, units }, store).step(
        x,
        { hidden: h, carry: c },
        { training: false },
      );

      const { kernel, recurrentKernel, bias } = matricesOf(store);
      const carries: number[] = [];
      const hiddens: number[] = [];
      for (let row = 0; row < B; row++) {
        const [input, hidden, carry] = [x, h, c].map((tensor) => matrixOf(tensor)[row]) as [
          number[],
          number[],
          number[],
        ];
        for (let j = 0; j < units; j++) {
          const gate = (index: number): number => {
            const column = index * units + j;
            return (
              timesColumn(input, kernel, column) + timesColumn(hidden, recurrentKernel, column) + entry(bias, column)
            );
          };
          const [i, f, candidate, o] = [sigmoid(gate(0)), sigmoid(gate(1)), Math.tanh(gate(2)), sigmoid(gate(3))];
          const next = f * (carry[j] as number) + i * candidate;
          carries.push(next);
          hiddens.push(o * Math.tanh(next));
        }
      }
      expectClose(output, hiddens);
      expectClose(state.hidden, hiddens);
      expectClose(state.carry, carries);
      store.dispose();
    }),
    { seed: 1, numRuns: 25 },
  );
});

cpuTest('a forget gate that is open and an input gate that is shut carry a value on unchanged', () => {
  // By hand: i = σ(−100) = 0, f = σ(100) = 1, so carry' = carry and hidden' = σ(0) tanh(carry).
  const store = createParameterStore((path, shape) =>
    path === 'bias'
      ? Float32Array.of(-100, 100, 5, 0)
      : new Float32Array(shape.reduce((product, axis) => product * axis)),
  );
  const state = { hidden: tf.tensor2d([[0.3]]), carry: tf.tensor2d([[0.7]]) };
  const next = lstmCell({ inputSize: 1, units: 1 }, store).step(tf.tensor2d([[2]]), state, { training: false });
  expectClose(next.state.carry, [0.7]);
  expectClose(next.output, [0.5 * Math.tanh(0.7)]);
  store.dispose();
});

cpuTest('names its weights, and begins with the forget gate at one', () => {
  const store = createParameterStore(fromSeed(1));
  lstmCell({ inputSize: 3, units: 2 }, store.scope('encoder'));
  const shapes = [...store.entries()].map(([path, { shape }]) => [path, shape]);
  expect(shapes).toEqual([
    ['encoder.kernel', [3, 8]],
    ['encoder.recurrentKernel', [2, 8]],
    ['encoder.bias', [8]],
  ]);
  expectClose(new Map(store.entries()).get('encoder.bias') as tf.Tensor, [0, 0, 1, 1, 0, 0, 0, 0]);
  store.dispose();
});

cpuTest('a wrong input or state is named', () => {
  const store = createParameterStore(fromSeed(1));
  const cell = lstmCell({ inputSize: 3, units: 2 }, store);
  const step = (inputWidth: number, carryRows: number) => () =>
    cell.step(
      tf.zeros([4, inputWidth]),
      { hidden: tf.zeros([4, 2]), carry: tf.zeros([carryRows, 2]) },
      { training: false },
    );
  expect(step(5, 4)).toThrow('lstmCell.step: input should be [B, 3] with B = 4, but is [4, 5]');
  expect(step(3, 5)).toThrow('lstmCell.step: carry should be [B, 2] with B = 4, but is [5, 2]');
  store.dispose();
});

cpuTest('so it is before a whole sequence, where one operation would read behind its end', () => {
  const store = createParameterStore(fromSeed(1));
  const cell = lstmCell({ inputSize: 3, units: 2 }, store);
  const unrolled =
    ({ input = 3, maskSteps = 5, hidden = 2, carryRows = 4 }) =>
    () =>
      cell.unroll?.({
        ...{ inputs: tf.zeros([4, 5, input]), mask: tf.ones([4, maskSteps]) },
        state: { hidden: tf.zeros([4, hidden]), carry: tf.zeros([carryRows, 2]) },
        ...{ reverse: false, mode: { training: false } },
      });
  expect(unrolled({ input: 4 })).toThrow('lstmCell.unroll: inputs should be [B, S, 3] with B = 4, S = 5, but is');
  expect(unrolled({ maskSteps: 6 })).toThrow('lstmCell.unroll: mask should be [B, S] with B = 4, S = 5, but is [4, 6]');
  expect(unrolled({ hidden: 3 })).toThrow('lstmCell.unroll: hidden should be [B, 2] with B = 4, but is [4, 3]');
  expect(unrolled({ carryRows: 5 })).toThrow('lstmCell.unroll: carry should be [B, 2] with B = 4, but is [5, 2]');
  expect(unrolled({})).not.toThrow();
  store.dispose();
});
