import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counting, dtype, expectAsOnCpu, onBothBuilds, shapeOfRank } from './__fixtures__/compare-backends.ts';

const shapes = shapeOfRank(1, 6);
/** Numbers to choose with: as many as there can be axes. */
const choices = fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 });

onBothBuilds(() => {
  test('slice equals backend-cpu for any box', () => {
    const property = fc.property(shapes, choices, choices, dtype, (shape, starts, lengths, type) => {
      const begin = shape.map((size, i) => (starts[i] as number) % (size + 1));
      const size = shape.map((whole, i) => (lengths[i] as number) % (whole - (begin[i] as number) + 1));
      expectAsOnCpu((x) => tf.slice(x, begin, size), [counting(shape, type)]);
    });
    fc.assert(property, { seed: 1, numRuns: 150 });
  });

  test('transpose equals backend-cpu for any order of axes', () => {
    const property = fc.property(shapes, choices, dtype, (shape, keys, type) => {
      const perm = shape.map((_, axis) => axis).toSorted((i, j) => (keys[i] as number) - (keys[j] as number));
      expectAsOnCpu((x) => tf.transpose(x, perm), [counting(shape, type)]);
    });
    fc.assert(property, { seed: 1, numRuns: 150 });
    expectAsOnCpu((x) => tf.transpose(x, [1, 0, 2]), [counting([5, 7, 16])]);
    expectAsOnCpu((x) => tf.transpose(x, [0, 2, 1]), [counting([3, 129, 66])]);
  });

  test('pad equals backend-cpu for any widths and values', () => {
    const value = fc.constantFrom(0, 1, -2.75);
    const property = fc.property(shapes, choices, value, dtype, (shape, keys, constant, type) => {
      const paddings = shape.map((_, i): [number, number] => [(keys[i] as number) % 3, (keys[5 - i] as number) % 4]);
      const constantValue = type === 'bool' ? Math.abs(Math.sign(constant)) : constant;
      expectAsOnCpu((x) => tf.pad(x, paddings, constantValue), [counting(shape, type)]);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  test('tile equals backend-cpu for any repetitions', () => {
    const property = fc.property(shapeOfRank(1, 5), choices, dtype, (shape, keys, type) => {
      const repetitions = shape.map((_, i) => (keys[i] as number) % 4);
      expectAsOnCpu((x) => tf.tile(x, repetitions), [counting(shape, type)]);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  test('reverse equals backend-cpu for any axes', () => {
    const property = fc.property(shapes, choices, dtype, (shape, keys, type) => {
      const axes = shape.map((_, axis) => axis).filter((axis) => (keys[axis] as number) % 2 === 0);
      fc.pre(axes.length > 0);
      expectAsOnCpu((x) => tf.reverse(x, axes), [counting(shape, type)]);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  test('gradients equal backend-cpu', () => {
    const gradients = { gradients: true };
    const x = [counting([3, 6, 5])];
    expectAsOnCpu((a) => tf.slice(a, [1, 2, 0], [2, 3, 5]), x, gradients);
    expectAsOnCpu((a) => tf.transpose(a, [2, 0, 1]), x, gradients);
    expectAsOnCpu((a) => tf.pad(a, [[1, 0], [0, 2], [3, 1]], 4), x, gradients); // prettier-ignore
    expectAsOnCpu((a) => tf.tile(a, [2, 1, 3]), x, gradients);
    expectAsOnCpu((a) => tf.reverse(a, [0, 2]), x, gradients);
  });

  test('a box outside of the tensor is an error, also if its beginning is negative', () => {
    const x = tf.ones([4, 4]);
    expect(() => tf.slice(x, [1, 0], [4, 4])).toThrow(/overflow/);
    expect(() => tf.slice(x, [-1, 0], [1, 4])).toThrow(/negative/);
    x.dispose();
  });
});
