import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counting, dtype, expectAsOnCpu, onBothBuilds, shapeOfRank } from './__fixtures__/compare-backends.ts';

/** Indices that jump about. */
const indicesBelow = (limit: number, shape: readonly number[]) => {
  const data = counting(shape, 'int32');
  return { ...data, values: data.values.map((_, i) => (i * 7 + 3) % limit) };
};

onBothBuilds(() => {
  test('gather equals backend-cpu on any axis, with indices of any shape', () => {
    const property = fc.property(
      shapeOfRank(1, 4),
      fc.nat(),
      shapeOfRank(0, 2),
      dtype,
      (shape, anyAxis, indexShape, type) => {
        const axis = anyAxis % shape.length;
        fc.pre((shape[axis] as number) > 0 && indexShape.every((size) => size > 0) && !shape.includes(0));
        const indices = indicesBelow(shape[axis] as number, indexShape);
        expectAsOnCpu((x, i) => tf.gather(x, i, axis), [counting(shape, type), indices]);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  test('batchDims picks from each row by itself', () => {
    expectAsOnCpu((x, i) => tf.gather(x, i, 1, 1), [counting([3, 5, 2]), indicesBelow(5, [3, 4])]);
  });

  test('the gradient adds up the rows that were fetched more than once', () => {
    const op = (x: tf.Tensor): tf.Tensor => tf.gather(x, tf.tensor1d([4, 0, 4, 4, 2], 'int32'), 0);
    expectAsOnCpu(op, [counting([6, 9])], { gradients: true });
    const alongColumns = (x: tf.Tensor): tf.Tensor => tf.gather(x, tf.tensor1d([2, 2, 1], 'int32'), 1);
    expectAsOnCpu(alongColumns, [counting([4, 3, 5])], { gradients: true });
  });

  test('an index out of range is an error that names it, and nothing is leaked', () => {
    const x = tf.tensor2d([[1], [2], [3]]);
    for (const wrong of [3, -1]) {
      const indices = tf.tensor1d([0, wrong], 'int32');
      const before = tf.memory();
      expect(() => tf.gather(x, indices)).toThrow(
        `gather: index ${wrong} (the 2. of indices [2]) is not in [0, 2], the range of axis 0 of x [3, 1]`,
      );
      expect(tf.memory()).toEqual(before);
      indices.dispose();
    }
    x.dispose();
  });
});
