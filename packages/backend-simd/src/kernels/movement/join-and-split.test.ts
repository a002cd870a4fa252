import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counting, dtype, expectAsOnCpu, onBothBuilds, shapeOfRank } from './__fixtures__/compare-backends.ts';

const axisSizes: fc.Arbitrary<number[]> = fc.array(fc.constantFrom<number[]>(0, 1, 2, 3, 4, 9, 33), {
  minLength: 1,
  maxLength: 5,
});

onBothBuilds(() => {
  test('concat and split equal backend-cpu along any axis', () => {
    const property = fc.property(shapeOfRank(1, 4), fc.nat(), axisSizes, dtype, (shape, anyAxis, sizes, type) => {
      const axis = anyAxis % shape.length;
      const inputs = sizes.map((size) => counting(shape.with(axis, size), type));
      expectAsOnCpu((...tensors) => tf.concat(tensors, axis), inputs);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      expectAsOnCpu((x) => tf.split(x, sizes, axis), [counting(shape.with(axis, total), type)]);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  test('stack and unstack equal backend-cpu along any axis', () => {
    const count = fc.integer({ min: 1, max: 5 });
    const property = fc.property(shapeOfRank(1, 4), fc.nat(), count, dtype, (shape, anyAxis, tensors, type) => {
      const axis = anyAxis % (shape.length + 1);
      const inputs = Array.from({ length: tensors }, () => counting(shape, type));
      expectAsOnCpu((...given) => tf.stack(given, axis), inputs);
      expectAsOnCpu((x) => tf.unstack(x, anyAxis % shape.length), [counting(shape, type)]);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  test('axes count from the end as well', () => {
    const [a, b] = [counting([3, 4]), counting([3, 4])];
    expectAsOnCpu((...tensors) => tf.stack(tensors, -1), [a, b]);
    expectAsOnCpu((...tensors) => tf.concat(tensors, -1), [a, b]);
    expectAsOnCpu((x) => tf.split(x, 2, -1), [a]);
    expectAsOnCpu((x) => tf.unstack(x, -1), [a]);
    expectAsOnCpu((x) => tf.gather(x, [1, 0], -1), [a]);
  });

  test('their gradients equal backend-cpu', () => {
    const [a, b] = [counting([3, 4, 5]), counting([3, 2, 5])];
    const gradients = { gradients: true };
    expectAsOnCpu((...tensors) => tf.concat(tensors, 1), [a, b], gradients);
    expectAsOnCpu((x) => tf.split(x, [1, 3], 1), [a], gradients);
    expectAsOnCpu((...tensors) => tf.stack(tensors, 2), [a, a], gradients);
    expectAsOnCpu((x) => tf.unstack(x, 1), [a], gradients);
  });

  test('what does not lie in the heap or does not fit is left to backend-cpu', () => {
    const words = tf.tidy(() => {
      const joined = tf.concat([tf.tensor1d(['a', 'b']), tf.tensor1d(['c'])]);
      return [joined.dataSync(), tf.slice(joined, [1], [2]).dataSync()];
    });
    expect(words).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
    const complex = tf.tidy(() => tf.concat([tf.complex([1], [2]), tf.complex([3], [4])]).dataSync());
    expect([...complex]).toEqual([1, 2, 3, 4]);
    expectAsOnCpu((...tensors) => tf.concat(tensors), [counting([2]), counting([3], 'int32')]);
    expect(() => tf.tidy(() => tf.concat([tf.zeros([2, 3]), tf.zeros([2, 4])], 0))).toThrow(/shape/i);
    expect(() => tf.tidy(() => tf.stack([tf.zeros([2]), tf.zeros([3])]))).toThrow(/shape/i);
  });
});
