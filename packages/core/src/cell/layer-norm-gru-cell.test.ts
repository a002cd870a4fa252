import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { type Matrix, matricesOf, matrixOf } from './__fixtures__/plain-arrays.ts';
import {
  columns,
  gruResetAfterOf,
  gruResetBeforeOf,
  normalized,
  normalizedGates,
  plus,
  type Row,
  times,
} from './__fixtures__/plain-equations.ts';
import { layerNormGruCell } from './layer-norm-gru-cell.ts';

type Weights = Readonly<Record<string, Matrix>>;

const fromInputOf = (x: Row, { kernel, inputGain, bias }: Weights): number[] =>
  plus(normalizedGates(times(x, kernel), inputGain?.[0]), bias?.[0]);

const resetAfter = (x: Row, h: Row, weights: Weights): number[] => {
  const { recurrentKernel, recurrentGain, recurrentBias } = weights;
  const fromHidden = plus(normalizedGates(times(h, recurrentKernel), recurrentGain?.[0]), recurrentBias?.[0]);
  return gruResetAfterOf(fromInputOf(x, weights), fromHidden, h);
};

const resetBefore = (x: Row, h: Row, weights: Weights): number[] => {
  const { recurrentKernel, recurrentGain } = weights;
  const border = 2 * h.length;
  const gain = recurrentGain?.[0] ?? [];
  const gates = normalized(times(h, columns(recurrentKernel, 0, border)), gain.slice(0, border));
  const candidate = (reset: Row): Row => {
    const seen = h.map((value, j) => value * (reset[j] as number));
    return normalized(times(seen, columns(recurrentKernel, border, 3 * h.length)), gain.slice(border));
  };
  return gruResetBeforeOf(fromInputOf(x, weights), gates, candidate, h);
};

describe.each([
  { name: 'resetAfter: false', options: { resetAfter: false }, equations: resetBefore },
  { name: 'resetAfter: true', options: { resetAfter: true }, equations: resetAfter },
  { name: 'no options, which is resetAfter: false', options: {}, equations: resetBefore },
])('$name', ({ options, equations }) => {
  cpuTest('keeps the contract of cells', () => checkCellContract({ create: layerNormGruCell }, options));

  cpuTest('normalises the sums of gates and candidate, of input and hidden, each by itself', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(size, size, fc.integer({ min: 2, max: 4 }), fc.nat(), (B, inputSize, units, seed) => {
        const store = createParameterStore(scattered(seed));
        const random = createRandom(seed);
        const [x, hidden] = [randomMatrix(B, inputSize, random), randomMatrix(B, units, random)];
        const cell = layerNormGruCell({ inputSize, units }, options, store);
        const { output } = cell.step(x, { hidden }, { training: false });
        const weights = matricesOf(store);
        const hiddens = matrixOf(hidden);
        const wanted = matrixOf(x).flatMap((input, row) => equations(input, hiddens[row] ?? [], weights));
        // A row that is nearly even is divided by its small deviation, and so are its roundings.
        expectClose(output, wanted, { absolute: 1e-4 });
        store.dispose();
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

cpuTest('the two forms differ, so that neither test above could pass with the other form', () => {
  const ramp = (rows: number, width: number): Matrix =>
    Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (__, i) => Math.sin(1 + row + 2 * i)));
  const weights = { kernel: ramp(1, 6), recurrentKernel: ramp(2, 6), bias: ramp(1, 6), inputGain: ramp(1, 6) };
  const recurrent = { recurrentGain: ramp(1, 6), recurrentBias: [[0, 0, 0, 0, 0, 0]] };
  const [before, after] = [resetBefore, resetAfter].map((form) =>
    form([0.5], [0.8, -0.4], { ...weights, ...recurrent }),
  );
  expect(Math.abs((before?.[0] as number) - (after?.[0] as number))).toBeGreaterThan(1e-3);
});

cpuTest('names its weights; gains begin at one', () => {
  const store = createParameterStore(fromSeed(1));
  layerNormGruCell({ inputSize: 3, units: 2 }, {}, store.scope('before'));
  layerNormGruCell({ inputSize: 3, units: 2 }, { resetAfter: true }, store.scope('after'));
  const weights = new Map(store.entries());
  expect([...weights].map(([path, { shape }]) => [path, shape])).toEqual([
    ['before.kernel', [3, 6]],
    ['before.recurrentKernel', [2, 6]],
    ['before.bias', [6]],
    ['before.inputGain', [6]],
    ['before.recurrentGain', [6]],
    ['after.kernel', [3, 6]],
    ['after.recurrentKernel', [2, 6]],
    ['after.bias', [6]],
    ['after.recurrentBias', [6]],
    ['after.inputGain', [6]],
    ['after.recurrentGain', [6]],
  ]);
  for (const [path, weight] of weights)
    if (path.endsWith('Gain')) expectClose(weight, tf.ones([6]), { absolute: 0, relative: 0 });
  store.dispose();
});

cpuTest('zeros in, as at padding and at the beginning, give finite numbers and gradients', () => {
  for (const resetsAfter of [false, true]) {
    const store = createParameterStore(fromSeed(1));
    const cell = layerNormGruCell({ inputSize: 3, units: 2 }, { resetAfter: resetsAfter }, store);
    const run = (input: tf.Tensor, hidden: tf.Tensor): tf.Tensor =>
      cell.step(input as tf.Tensor2D, { hidden: hidden as tf.Tensor2D }, { training: false }).output;
    const start: [tf.Tensor, tf.Tensor] = [tf.zeros([1, 3]), tf.zeros([1, 2])];
    expectClose(run(...start), [0, 0], { absolute: 0 });
    const gradients = tf.grads((...given) => tf.sum(run(...(given as typeof start))))(start);
    for (const gradient of gradients) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    store.dispose();
  }
});

cpuTest('one unit is refused', () => {
  const store = createParameterStore(fromSeed(1));
  expect(() => layerNormGruCell({ inputSize: 3, units: 1 }, {}, store)).toThrow('layerNormGruCell: units is 1');
});
