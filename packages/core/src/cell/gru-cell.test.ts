import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { entry, type Matrix, matricesOf, matrixOf, sigmoid, timesColumn } from './__fixtures__/plain-arrays.ts';
import { gruCell } from './gru-cell.ts';
import { unroll } from './unroll.ts';

type Weights = Readonly<Record<string, Matrix>>;

/** Cho et al. 2014: the reset gate acts on the hidden, before the recurrent product. */
const resetBefore = (x: readonly number[], h: readonly number[], weights: Weights, units: number): number[] => {
  const { kernel, recurrentKernel, bias } = weights;
  const gate = (index: number, j: number): number =>
    sigmoid(
      timesColumn(x, kernel, index * units + j) +
        timesColumn(h, recurrentKernel, index * units + j) +
        entry(bias, index * units + j),
    );
  return h.map((old, j) => {
    const resetHidden = h.map((value, k) => gate(1, k) * value);
    const column = 2 * units + j;
    const candidate = Math.tanh(
      timesColumn(x, kernel, column) + timesColumn(resetHidden, recurrentKernel, column) + entry(bias, column),
    );
    return gate(0, j) * old + (1 - gate(0, j)) * candidate;
  });
};

/** cuDNN: the reset gate acts on the recurrent product, which has a bias of its own. */
const resetAfter = (x: readonly number[], h: readonly number[], weights: Weights, units: number): number[] => {
  const { kernel, recurrentKernel, bias, recurrentBias } = weights;
  return h.map((old, j) => {
    const [fromInput, fromHidden] = [
      (gate: number) => timesColumn(x, kernel, gate * units + j) + entry(bias, gate * units + j),
      (gate: number) => timesColumn(h, recurrentKernel, gate * units + j) + entry(recurrentBias, gate * units + j),
    ];
    const [z, r] = [sigmoid(fromInput(0) + fromHidden(0)), sigmoid(fromInput(1) + fromHidden(1))];
    return z * old + (1 - z) * Math.tanh(fromInput(2) + r * fromHidden(2));
  });
};

describe.each([
  { name: 'resetAfter: false', options: { resetAfter: false }, equations: resetBefore },
  { name: 'resetAfter: true', options: { resetAfter: true }, equations: resetAfter },
  { name: 'no options, which is resetAfter: false', options: {}, equations: resetBefore },
])('$name', ({ options, equations }) => {
  cpuTest('keeps the contract of cells', () => {
    checkCellContract({ create: gruCell }, options);
  });

  cpuTest('is the GRU equations, with the gates in the order z, r, h', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(size, size, size, fc.nat(), (B, inputSize, units, seed) => {
        const store = createParameterStore(scattered(seed));
        const random = createRandom(seed);
        const [x, hidden] = [randomMatrix(B, inputSize, random), randomMatrix(B, units, random)];
        const { output, state } = gruCell({ inputSize, units }, options, store).step(
          x,
          { hidden },
          { training: false },
        );

        const weights = matricesOf(store);
        const hiddens = matrixOf(hidden);
        const wanted = matrixOf(x).flatMap((input, row) => equations(input, hiddens[row] as number[], weights, units));
        expectClose(output, wanted);
        expectClose(state.hidden, wanted);
        store.dispose();
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

cpuTest('the two forms differ, so that neither test above could pass with the other form', () => {
  const x = [0.5];
  const h = [0.8, -0.4];
  const ramp = (rows: number, scale: number): Matrix =>
    Array.from({ length: rows }, (_, row) => Array.from({ length: 6 }, (__, i) => scale * Math.sin(row + i)));
  const weights = { kernel: ramp(1, 1), recurrentKernel: ramp(2, 2), bias: ramp(1, 0), recurrentBias: ramp(1, 0) };
  expect(resetBefore(x, h, weights, 2)).not.toEqual(resetAfter(x, h, weights, 2));
});

cpuTest('names its weights; the second bias is there with resetAfter only', () => {
  const store = createParameterStore(fromSeed(1));
  gruCell({ inputSize: 3, units: 2 }, {}, store.scope('before'));
  gruCell({ inputSize: 3, units: 2 }, { resetAfter: true }, store.scope('after'));
  expect([...store.entries()].map(([path, { shape }]) => [path, shape])).toEqual([
    ['before.kernel', [3, 6]],
    ['before.recurrentKernel', [2, 6]],
    ['before.bias', [6]],
    ['after.kernel', [3, 6]],
    ['after.recurrentKernel', [2, 6]],
    ['after.bias', [6]],
    ['after.recurrentBias', [6]],
  ]);
  store.dispose();
});

cpuTest(
  'a wrong input or state is named, before a whole sequence too, where one operation would read behind its end',
  () => {
    const store = createParameterStore(fromSeed(1));
    const cell = gruCell({ inputSize: 3, units: 2 }, {}, store);
    const state = { hidden: tf.zeros<tf.Rank.R2>([1, 3]) };
    const mode = { training: false } as const;
    expect(() => cell.step(tf.zeros([1, 3]), state, mode)).toThrow(
      'gruCell.step: hidden should be [B, 2] with B = 1, but is [1, 3]',
    );
    expect(() => unroll(cell, tf.zeros([1, 5, 3]), tf.ones([1, 5]), mode, { initialState: state })).toThrow(
      'gruCell.unroll: hidden should be [B, 2] with B = 1, but is [1, 3]',
    );
    const unrolled = (inputWidth: number, maskSteps: number) => () =>
      cell.unroll?.({
        ...{ inputs: tf.zeros([1, 5, inputWidth]), mask: tf.ones([1, maskSteps]), state: cell.initialState(1) },
        ...{ reverse: false, mode },
      });
    expect(unrolled(4, 5)).toThrow('gruCell.unroll: inputs should be [B, S, 3] with B = 1, S = 5, but is [1, 5, 4]');
    expect(unrolled(3, 6)).toThrow('gruCell.unroll: mask should be [B, S] with B = 1, S = 5, but is [1, 6]');
    store.dispose();
  },
);
