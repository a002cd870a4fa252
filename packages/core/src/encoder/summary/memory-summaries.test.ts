// mean and max read the memory: each against loops over plain arrays, with padding that would win if it were read.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { expectClose, expectGradients } from '../../../testing/index.ts';
import { exactly, expectSameTree, snapshotOf } from '../../../testing/expect-same-tree.ts';
import { batchOf, randomSequences, scattered, type Sequence } from '../../../testing/sequences.ts';
import { cpuTest } from '../../__fixtures__/cpu-test.ts';
import { uniform } from '../../parameters/initializers.ts';
import { createParameterStore, fromZeros } from '../../parameters/parameter-store.ts';
import { createRandom } from '../../random/random.ts';
import { maxSummary } from './max-summary.ts';
import { meanSummary } from './mean-summary.ts';
import type { Summary, SummaryKind } from './summary.ts';

const D = 3;
const sizes = { memorySize: D, stateSizes: [], backwardSize: 0 } as const;
const create = (kind: SummaryKind<Record<never, never>>): Summary =>
  kind.create(sizes, {}, createParameterStore(fromZeros));
const summarize = (kind: SummaryKind<Record<never, never>>, values: Tensor3D, mask: Tensor2D): Tensor2D =>
  create(kind).summarize({ memory: { values, mask }, finalStates: [] });

/** All below zero, so that a zero that is read by mistake is the largest. */
const sequences: readonly Sequence[] = randomSequences([4, 1, 3], D, createRandom(2)).map((sequence) =>
  sequence.map((row) => row.map((value) => value - 1.5)),
);

const columnOf = (sequence: Sequence, column: number): number[] => sequence.map((row) => row[column] as number);
const meanOf = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
const largestOf = (numbers: readonly number[]): number =>
  numbers.reduce((most, value) => (value > most ? value : most));

const oracles = [
  { name: 'mean', kind: meanSummary, oracle: meanOf },
  { name: 'max', kind: maxSummary, oracle: largestOf },
] as const;

describe.each(oracles)('$name', ({ kind, oracle }) => {
  cpuTest('is what loops over the real positions say, whatever stands at padding', () => {
    const wanted = sequences.map((sequence) => Array.from({ length: D }, (_, d) => oracle(columnOf(sequence, d))));
    expect(create(kind).size).toBe(D);
    for (const padding of [0, 50, -50]) {
      const { inputs, mask } = batchOf(sequences, { length: 6, padding });
      expectClose(summarize(kind, inputs, mask), tf.tensor2d(wanted));
    }
  });

  cpuTest('more padding does not change one bit of it; neither do neighbours', () => {
    const whole = batchOf(sequences, { length: 9 });
    const together = snapshotOf(summarize(kind, whole.inputs, whole.mask));
    const alone = sequences.map((sequence) => {
      const { inputs, mask } = batchOf([sequence]);
      return summarize(kind, inputs, mask);
    });
    expectSameTree('alone', snapshotOf(tf.concat(alone, 0)), together, exactly);
  });

  cpuTest('the order of positions does not matter', () => {
    const turned = batchOf(sequences.map((sequence) => sequence.toReversed()));
    const straight = batchOf(sequences);
    expectClose(summarize(kind, turned.inputs, turned.mask), summarize(kind, straight.inputs, straight.mask));
  });

  cpuTest('a row without real positions gets zeros, and nothing infinite flows back', () => {
    const mask = tf.tensor2d([
      [0, 0],
      [1, 0],
    ]);
    const values = tf.tensor3d([-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12], [2, 2, D]);
    expectClose(
      summarize(kind, values, mask),
      tf.tensor2d([
        [0, 0, 0],
        [-7, -8, -9],
      ]),
    );
    const gradient = tf.grad((given) => tf.sum(summarize(kind, given as Tensor3D, mask)))(values);
    expectClose(gradient, tf.tensor3d([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0], [2, 2, D]));
  });

  cpuTest('a mask of booleans works as well', () => {
    const { inputs, mask } = batchOf(sequences, { length: 6 });
    const asBooleans = tf.cast(mask, 'bool');
    expectSameTree(
      'by booleans',
      snapshotOf(summarize(kind, inputs, asBooleans)),
      snapshotOf(summarize(kind, inputs, mask)),
      exactly,
    );
  });

  cpuTest('the gradient agrees with finite differences and never reaches padding', () => {
    const store = createParameterStore(scattered(3));
    const values = store.create('values', [2, 4, D], uniform(1));
    const mask = tf.tensor2d([
      [1, 1, 1, 0],
      [1, 1, 1, 1],
    ]);
    const weights = tf.tensor2d([0.3, -1.2, 0.7, 1.1, 0.4, -0.6], [2, D]);
    const compute = (): tf.Scalar => tf.sum(tf.mul(summarize(kind, values as Tensor3D, mask), weights));
    expectGradients(compute, store, { samples: 24, step: 2 ** -9 });
    store.dispose();
  });
});

cpuTest('max: where a source repeats itself, the gradient is not counted twice', () => {
  const store = createParameterStore(scattered(1));
  const word = store.create('word', [1, D], uniform(1));
  const compute = (): tf.Scalar => {
    const twice: Tensor3D = tf.reshape(tf.concat([word, word, tf.sub(word, 1)], 0), [1, 3, D]);
    return tf.sum(summarize(maxSummary, twice, tf.ones([1, 3])));
  };
  // Both copies move together, so there is no kink: the slope is one.
  expectGradients(compute, store);
  store.dispose();
});

cpuTest('a memory of another width is a ShapeError', () => {
  for (const [name, kind] of [
    ['meanSummary', meanSummary],
    ['maxSummary', maxSummary],
  ] as const) {
    expect(() => summarize(kind, tf.zeros([2, 4, 5]), tf.ones([2, 4]))).toThrow(
      `${name}: values should be [B, S, 3] with B = 2, S = 4, but is [2, 4, 5]`,
    );
  }
});
