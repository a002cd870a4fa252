import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  counting,
  expectAsOnCpu,
  onBothBuilds,
  shapeOfRank,
  type TensorData,
} from '../movement/__fixtures__/compare-backends.ts';

/** Halves of both signs, in no order: sums of them are exact, whatever their order. */
const shuffled = (shape: readonly number[]): TensorData => {
  const { values, ...rest } = counting(shape);
  return { ...rest, values: values.map((value) => ((value * 37) % 101) - 50) };
};

/** A shape, some of its axes, and whether they stay with the size 1. */
const reduction = fc.oneof(shapeOfRank(1, 2), shapeOfRank(3, 5)).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.subarray(shape.map((_, axis) => axis)),
    keepDims: fc.boolean(),
  }),
);

const bitsOf = (x: tf.Tensor): Uint32Array => new Uint32Array((x.dataSync() as Float32Array).buffer);

onBothBuilds(() => {
  test.each([
    ['sum', tf.sum],
    ['max', tf.max],
    ['min', tf.min],
  ] as const)('%s equals backend-cpu over any axes of any shape', (name, op) => {
    const property = fc.property(reduction, ({ shape, axes, keepDims }) => {
      if (name !== 'sum' && shape.includes(0)) return;
      expectAsOnCpu((x) => op(x, axes, keepDims), [shuffled(shape)]);
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
    expectAsOnCpu((x) => op(x), [counting([3, 5], 'int32')]);
  });

  test('mean is the sum divided by the count, rounded once', () => {
    const property = fc.property(reduction, ({ shape, axes, keepDims }) => {
      const count = axes.reduce((product, axis) => product * (shape[axis] as number), 1);
      if (shape.includes(0)) return;
      tf.tidy(() => {
        const { values } = shuffled(shape);
        const x = tf.tensor(values, shape);
        const mean = tf.mean(x, axes, keepDims);
        const sum = tf.sum(x, axes, keepDims);
        expect(mean.shape).toEqual(sum.shape);
        expect([...mean.dataSync()]).toEqual([...sum.dataSync()].map((value) => Math.fround(value / count)));
      });
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  test('gradients equal those of backend-cpu', () => {
    for (const [axes, keepDims] of [
      [[0], false],
      [[1], true],
      [[0, 2], false],
      [[0, 1, 2], false],
    ] as const) {
      const data = shuffled([3, 4, 5]);
      expectAsOnCpu((x) => tf.sum(x, [...axes], keepDims), [data], { gradients: true });
      expectAsOnCpu((x) => tf.max(x, [...axes], keepDims), [data], { gradients: true });
    }
  });

  test('NaN wins, and -0 is less than 0', () => {
    for (const length of [2, 5, 16, 33]) {
      for (let place = 0; place < length; place++) {
        const values = counting([length]).values.map((value, i) => (i === place ? NaN : value));
        for (const op of [tf.max, tf.min]) expectAsOnCpu((x) => op(x), [{ shape: [length], dtype: 'float32', values }]);
      }
    }
    expect(tf.tidy(() => tf.max(tf.tensor1d([-0, 0])).dataSync()[0])).toBe(0);
    expect(tf.tidy(() => tf.min(tf.tensor1d([0, -0])).dataSync()[0])).toBe(-0);
  });

  test('a million values add up to seven digits, along either axis', () => {
    const values = Float32Array.from({ length: 1_000_000 }, (_, i) => 0.1 + Math.sin(i) * 0.01);
    const exact = values.reduce((total, value) => total + value, 0);
    const [row, column, all] = tf.tidy(() => [
      tf.sum(tf.tensor2d(values, [1, 1_000_000]), 1).dataSync()[0] as number,
      (tf.sum(tf.stack([values, values], 1), 0).dataSync() as Float32Array)[1] as number,
      tf.sum(tf.tensor2d(values, [1000, 1000])).dataSync()[0] as number,
    ]);
    for (const sum of [row, column, all] as number[]) expect(Math.abs(sum - exact) / exact).toBeLessThan(6e-8);
  });

  test('a sum is the same bits in whichever row or column it stands', () => {
    const size = fc.integer({ min: 1, max: 40 });
    const property = fc.property(size, size, (rows, columns) => {
      tf.tidy(() => {
        const values = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i) * 3 ** (i % 9));
        const x = tf.tensor2d(values, [rows, columns]);
        const sums = bitsOf(tf.sum(x, 1));
        for (let row = 0; row < rows; row++)
          expect(bitsOf(tf.sum(tf.slice(x, [row, 0], [1, columns]), 1))[0]).toBe(sums[row]);
        const columnSums = bitsOf(tf.sum(x, 0));
        const twice = bitsOf(tf.sum(tf.concat([x, x], 1), 0));
        expect([...twice]).toEqual([...columnSums, ...columnSums]);
      });
    });
    fc.assert(property, { seed: 1, numRuns: 40 });
  });
});
