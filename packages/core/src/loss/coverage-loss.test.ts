import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { coverageLoss } from './coverage-loss.ts';

type Alignment = readonly (readonly number[])[];

/** The definition in float64: coverage is what was spent before a step. */
const byLoops = (alignments: readonly Alignment[], mask: readonly (readonly number[])[]): number => {
  let total = 0;
  for (const [b, alignment] of alignments.entries()) {
    const coverage = new Array<number>(alignment[0]?.length ?? 0).fill(0);
    for (const [t, weights] of alignment.entries()) {
      for (const [s, weight] of weights.entries()) {
        total += (mask[b]?.[t] as number) * Math.min(weight, coverage[s] as number);
        coverage[s] = (coverage[s] as number) + weight;
      }
    }
  }
  return total;
};

const lossOf = (alignments: readonly Alignment[], mask: readonly (readonly number[])[]): Scalar =>
  coverageLoss(
    tf.tensor3d(alignments.map((alignment) => alignment.map((weights) => [...weights]))),
    tf.tensor2d(mask.map((row) => [...row])),
  );

cpuTest('by hand', () => {
  const alignment = [
    [0.5, 0.5, 0],
    [0.25, 0.75, 0],
    [1, 0, 0],
  ];
  // Step 1: min(1/4, 1/2) + min(3/4, 1/2) = 3/4; step 2: min(1, 3/4) = 3/4.
  expectClose(lossOf([alignment], [[1, 1, 1]]), [1.5]);
  expectClose(lossOf([alignment], [[1, 1, 0]]), [0.75]);
});

cpuTest('the first step costs nothing: coverage does not hold the step itself (OpenNMT-py, pull request 2272)', () => {
  expectClose(lossOf([[[0.5, 0.5]]], [[1]]), [0], { absolute: 0 });
  // To look somewhere else at each step is free; with coverage one step late or early it would not be.
  const elsewhere = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  expectClose(lossOf([elsewhere], [[1, 1, 1]]), [0], { absolute: 0 });
  const same = [
    [0, 1],
    [0, 1],
    [0, 1],
  ];
  expectClose(lossOf([same], [[1, 1, 1]]), [2], { absolute: 0 });
});

const weights = fc.integer({ min: 0, max: 16 }).map((x) => x / 16);
const someAlignments = fc
  .record({ B: fc.integer({ min: 1, max: 3 }), T: fc.integer({ min: 1, max: 4 }), S: fc.integer({ min: 1, max: 4 }) })
  .chain(({ B, T, S }) => {
    const times = <Item>(arbitrary: fc.Arbitrary<Item>, length: number) =>
      fc.array(arbitrary, { minLength: length, maxLength: length });
    return fc.record({
      alignments: times(times(times(weights, S), T), B),
      mask: times(times(fc.constantFrom(0, 1), T), B),
    });
  });

cpuTest('is the sum over real steps, row by row', () => {
  fc.assert(
    fc.property(someAlignments, ({ alignments, mask }) => {
      expectClose(lossOf(alignments, mask), [byLoops(alignments, mask)]);
    }),
    { seed: 1, numRuns: 100 },
  );
});

cpuTest('gradients equal finite differences', () => {
  const alignments = tf.variable(
    tf.tensor3d([
      [
        [0.2, 0.7, 0.1],
        [0.5, 0.3, 0.2],
        [0.05, 0.4, 0.55],
      ],
      [
        [0.9, 0.06, 0.04],
        [0.1, 0.6, 0.3],
        [0.3, 0.5, 0.2],
      ],
    ]),
  );
  const mask = tf.tensor2d([
    [1, 1, 1],
    [1, 1, 0],
  ]);
  const compute = (): Scalar => tf.square<Scalar>(coverageLoss(alignments, mask));
  expectGradients(compute, new Map([['alignments', alignments]]), { samples: 18, tolerance: 5e-3 });
  alignments.dispose();
});

cpuTest('a mask of another length is a ShapeError', () => {
  const loss = (): unknown => coverageLoss(tf.zeros([2, 3, 4]), tf.zeros([2, 4]));
  expect(loss).toThrow('coverageLoss: targetMask should be [B, T] with B = 2, T = 3, but is [2, 4]');
  expect(loss).toThrow(ShapeError);
});
