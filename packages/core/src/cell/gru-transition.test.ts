import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
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
import { gruTransition } from './gru-transition.ts';

/** `read` is twice the hidden, so that what is read and what is kept cannot be mistaken for each other. */
const doubled = (row: Row): number[] => row.map((x) => 2 * x);

const resetAfter = (
  h: Row,
  { recurrentKernel, bias, recurrentBias, recurrentGain }: Record<string, Matrix>,
): number[] => {
  const product = times(doubled(h), recurrentKernel);
  const sums = recurrentGain ? normalizedGates(product, recurrentGain[0]) : product;
  return gruResetAfterOf(bias?.[0] ?? [], plus(sums, recurrentBias?.[0]), h);
};

const resetBefore = (h: Row, { recurrentKernel, bias, recurrentGain }: Record<string, Matrix>): number[] => {
  const border = 2 * h.length;
  const norm = (sums: Row, from: number, to: number): Row =>
    recurrentGain ? normalized(sums, recurrentGain[0]?.slice(from, to)) : sums;
  const gates = norm(times(doubled(h), columns(recurrentKernel, 0, border)), 0, border);
  const candidate = (reset: Row): Row => {
    const seen = doubled(h).map((value, j) => value * (reset[j] as number));
    return norm(times(seen, columns(recurrentKernel, border, 3 * h.length)), border, 3 * h.length);
  };
  return gruResetBeforeOf(bias?.[0] ?? [], gates, candidate, h);
};

describe.each([
  { options: {}, equations: resetBefore, names: ['recurrentKernel', 'bias'] },
  { options: { resetAfter: true }, equations: resetAfter, names: ['recurrentKernel', 'bias', 'recurrentBias'] },
  { options: { layerNorm: true }, equations: resetBefore, names: ['recurrentKernel', 'bias', 'recurrentGain'] },
  {
    options: { layerNorm: true, resetAfter: true },
    equations: resetAfter,
    names: ['recurrentKernel', 'bias', 'recurrentBias', 'recurrentGain'],
  },
])('$options', ({ options, equations, names }) => {
  cpuTest('is the GRU without an input; the products read, the update gate keeps', () => {
    const size = fc.integer({ min: 2, max: 4 });
    fc.assert(
      fc.property(size, size, fc.nat(), (B, units, seed) => {
        const store = createParameterStore(scattered(seed));
        const hidden = randomMatrix(B, units, createRandom(seed));
        const next = gruTransition(units, options, store).step({ hidden }, { training: false }, (whole) =>
          tf.mul(whole, 2),
        );
        const wanted = matrixOf(hidden).flatMap((row) => equations(row, matricesOf(store)));
        // A row that is nearly even is divided by its small deviation, and so are its roundings.
        expectClose(next.hidden, wanted, { absolute: 1e-4 });
        store.dispose();
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  cpuTest('names its weights, and they get the right gradients', () => {
    const store = createParameterStore(scattered(3));
    const transition = gruTransition(3, options, store);
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
  expect(() => gruTransition(1, { layerNorm: true }, store)).toThrow('gruTransition: units is 1');
  const alone = gruTransition(1, {}, store);
  const wrong = { hidden: tf.zeros<tf.Rank.R2>([2, 3]) };
  expect(() => alone.step(wrong, { training: false }, (whole) => whole)).toThrow(
    'gruTransition.step: hidden should be [B, 1] with B = 2, but is [2, 3]',
  );
  store.dispose();
});
