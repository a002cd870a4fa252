import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { matricesOf, matrixOf } from './__fixtures__/plain-arrays.ts';
import { lstmOf, normalized, plus, times } from './__fixtures__/plain-equations.ts';
import { layerNormLstmCell } from './layer-norm-lstm-cell.ts';

cpuTest('keeps the contract of cells', () =>
  checkCellContract({ create: (sizes, _options, parameters) => layerNormLstmCell(sizes, parameters) }, {}),
);

cpuTest('normalises x W, h U and the carry that the output shows, each by itself', () => {
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 2, max: 4 }), fc.nat(), (B, inputSize, units, seed) => {
      const store = createParameterStore(scattered(seed));
      const random = createRandom(seed);
      const [x, h, c] = [inputSize, units, units].map((width) => randomMatrix(B, width, random)) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      const state = { hidden: h, carry: c };
      const stepped = layerNormLstmCell({ inputSize, units }, store).step(x, state, { training: false });

      const weights = matricesOf(store);
      const [hiddens, carries] = [matrixOf(h), matrixOf(c)];
      const wanted = matrixOf(x).map((input, row) => {
        const fromInput = normalized(times(input, weights['kernel']), weights['inputGain']?.[0]);
        const fromHidden = normalized(
          times(hiddens[row] ?? [], weights['recurrentKernel']),
          weights['recurrentGain']?.[0],
        );
        return lstmOf(plus(plus(fromInput, fromHidden), weights['bias']?.[0]), carries[row] ?? [], (carry) =>
          plus(normalized(carry, weights['carryGain']?.[0]), weights['carryShift']?.[0]),
        );
      });
      // A row that is nearly even is divided by its small deviation, and so are its roundings.
      const closeness = { absolute: 1e-4 };
      expectClose(
        stepped.state.carry,
        wanted.flatMap(({ carry }) => carry),
        closeness,
      );
      expectClose(
        stepped.state.hidden,
        wanted.flatMap(({ hidden }) => hidden),
        closeness,
      );
      store.dispose();
    }),
    { seed: 1, numRuns: 25 },
  );
});

cpuTest('names its weights; gains begin at one, shifts at zero, the forget gate at one', () => {
  const store = createParameterStore(fromSeed(1));
  layerNormLstmCell({ inputSize: 3, units: 2 }, store);
  const weights = new Map(store.entries());
  expect([...weights].map(([path, { shape }]) => [path, shape])).toEqual([
    ['kernel', [3, 8]],
    ['recurrentKernel', [2, 8]],
    ['bias', [8]],
    ['inputGain', [8]],
    ['recurrentGain', [8]],
    ['carryGain', [2]],
    ['carryShift', [2]],
  ]);
  const first = (name: string): number[] => [...(weights.get(name)?.dataSync() ?? [])];
  expect(first('bias')).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  expect(first('inputGain')).toEqual(new Array(8).fill(1));
  expect(first('recurrentGain')).toEqual(new Array(8).fill(1));
  expect([first('carryGain'), first('carryShift')]).toEqual([
    [1, 1],
    [0, 0],
  ]);
  store.dispose();
});

cpuTest('zeros in, as at padding and at the beginning, give finite numbers and gradients', () => {
  const store = createParameterStore(fromSeed(1));
  const cell = layerNormLstmCell({ inputSize: 3, units: 2 }, store);
  const { output } = cell.step(tf.zeros([1, 3]), cell.initialState(1), { training: false });
  // By hand: all sums are zero, so the gates are those of the bias, the carry is σ(0) tanh(0) = 0 and so is the hidden.
  expectClose(output, [0, 0], { absolute: 0 });
  const gradients = tf.grads((input, hidden, carry) =>
    tf.sum(
      cell.step(
        input as tf.Tensor2D,
        { hidden: hidden as tf.Tensor2D, carry: carry as tf.Tensor2D },
        { training: false },
      ).output,
    ),
  )([tf.zeros([1, 3]), tf.zeros([1, 2]), tf.zeros([1, 2])]);
  for (const gradient of gradients) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  store.dispose();
});

cpuTest('one unit is refused', () => {
  const store = createParameterStore(fromSeed(1));
  expect(() => layerNormLstmCell({ inputSize: 3, units: 1 }, store)).toThrow('layerNormLstmCell: units is 1');
});

cpuTest('a wrong input is named', () => {
  const store = createParameterStore(fromSeed(1));
  const cell = layerNormLstmCell({ inputSize: 3, units: 2 }, store);
  const state = { hidden: tf.zeros<tf.Rank.R2>([1, 2]), carry: tf.zeros<tf.Rank.R2>([1, 3]) };
  expect(() => cell.step(tf.zeros([1, 3]), state, { training: false })).toThrow(
    'layerNormLstmCell.step: carry should be [B, 2] with B = 1, but is [1, 3]',
  );
  store.dispose();
});
