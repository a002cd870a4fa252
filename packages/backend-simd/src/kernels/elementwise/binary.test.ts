import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  expectAsOnCpu,
  onBothBuilds,
  shapeOfRank,
  type TensorData,
} from '../movement/__fixtures__/compare-backends.ts';

/** Small whole numbers and quarters of both signs, so that sums and products of them are exact in every order; never 0. */
const tensorOf = (shape: readonly number[], seed: number): TensorData => {
  const length = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length }, (_, i) => (((i * 7 + seed * 3) % 13) - 6.25) / 2);
  return { shape, dtype: 'float32', values };
};

/** Two shapes that broadcast: each axis of a shape may be 1 in either, and leading axes may be missing in either. */
const shapePair = (minRank: number, maxRank: number): fc.Arbitrary<[number[], number[]]> =>
  shapeOfRank(minRank, maxRank).chain((shape) => {
    const operand = fc
      .tuple(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), fc.nat(shape.length))
      .map(([keeps, missing]) => shape.map((size, axis) => (keeps[axis] ? size : 1)).slice(missing));
    return fc.tuple(operand, operand);
  });

const arithmetic = [
  ['add', tf.add],
  ['sub', tf.sub],
  ['mul', tf.mul],
  ['maximum', tf.maximum],
  ['minimum', tf.minimum],
  ['squaredDifference', tf.squaredDifference],
] as const;

const comparisons = [
  ['greater', tf.greater],
  ['greaterEqual', tf.greaterEqual],
  ['less', tf.less],
  ['lessEqual', tf.lessEqual],
  ['equal', tf.equal],
  ['notEqual', tf.notEqual],
] as const;

const expectGradientsAsOnCpu = (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, a: number[], b: number[]): void =>
  expectAsOnCpu((x, y) => op(x, y), [tensorOf(a, 1), tensorOf(b, 2)], { gradients: true });

onBothBuilds(() => {
  test.each([...arithmetic, ['div', tf.div], ...comparisons] as const)(
    '%s equals backend-cpu for all pairs of shapes',
    (_, op) => {
      const property = fc.property(fc.oneof(shapePair(0, 2), shapePair(3, 6)), ([a, b]) =>
        expectAsOnCpu((x, y) => op(x, y), [tensorOf(a, 1), tensorOf(b, 2)]),
      );
      fc.assert(property, { seed: 1, numRuns: 150 });
    },
  );

  // tfjs's own gradients of the other three do not undo broadcasting.
  test.each(arithmetic.slice(0, 3))('%s has the gradients of backend-cpu for all pairs of shapes', (_, op) => {
    const nonEmpty = fc.oneof(shapePair(1, 2), shapePair(3, 4)).filter((pair) => !pair.flat().includes(0));
    const property = fc.property(nonEmpty, ([a, b]) => expectGradientsAsOnCpu(op, a, b));
    fc.assert(property, { seed: 1, numRuns: 40 });
  });

  test.each(arithmetic.slice(3))('%s has the gradients of backend-cpu', (_, op) =>
    expectGradientsAsOnCpu(op, [5, 7], [5, 7]),
  );

  describe('the shapes that training is made of', () => {
    test.each([
      ['one shape', [7, 33], [7, 33]],
      ['a number on the right', [7, 33], []],
      ['a number on the left', [], [7, 33]],
      ['a bias', [4, 5, 33], [33]],
      ['a mask', [7, 33], [7, 1]],
      ['a query against keys', [3, 1, 33], [3, 5, 33]],
      ['a column against a row', [9, 1], [1, 33]],
      ['axes that alternate', [3, 1, 4, 1, 5], [1, 2, 1, 3, 1]],
    ])('%s', (_, a, b) => {
      for (const [, op] of arithmetic) expectAsOnCpu((x, y) => op(x, y), [tensorOf(a, 1), tensorOf(b, 2)]);
    });
  });

  test('whole numbers go to backend-cpu', () => {
    const whole = (values: number[]): TensorData => ({ shape: [values.length], dtype: 'int32', values });
    const operands = [whole([1, -2, 3]), whole([4, -2, -7])];
    for (const [, op] of [...arithmetic, ...comparisons]) expectAsOnCpu((x, y) => op(x, y), operands);
  });

  test('NaN and the sign of zero come through', () => {
    const special = [NaN, 0, -0, Infinity, -Infinity, 1];
    const left = special.flatMap((value) => special.map(() => value));
    const right = special.flatMap(() => special);
    const data = (values: number[]): TensorData => ({ shape: [values.length], dtype: 'float32', values });
    for (const [, op] of [...arithmetic, ...comparisons, ['div', tf.div] as const])
      expectAsOnCpu((x, y) => op(x, y), [data(left), data(right)]);
  });

  test('shapes that do not broadcast are an error', () => {
    expect(() => tf.tidy(() => tf.add(tf.zeros([2, 3]), tf.zeros([4])))).toThrow('could not be broadcast');
  });
});
