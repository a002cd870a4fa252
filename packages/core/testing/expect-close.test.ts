import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import { expectClose } from './expect-close.ts';

test('what is within absolute + relative · |wanted| passes, what is beyond fails', () => {
  const closeness = { absolute: 0.1, relative: 0.01 };
  expectClose([100, -100, 0], [101, -101, 0.1], closeness);
  expect(() => expectClose([100], [101.2], closeness)).toThrow('got 100, expected 101.2');
  expect(() => expectClose([0], [0.11], closeness)).toThrow('allowed are 0.1 + 0.01 · |expected|');
  expectClose([1 + 1e-6], [1]);
  expect(() => expectClose([1 + 2e-5], [1])).toThrow('expectClose');
  expectClose([3], [3], { absolute: 0, relative: 0 });
  expect(() => expectClose([3], [3 + 1e-9], { absolute: 0, relative: 0 })).toThrow('expectClose');
});

test('names the place that is furthest off', () => {
  expect(() => expectClose([1, 2, 9, 3], [1, 2.1, 3, 4])).toThrow(
    'expectClose: furthest at [2] of [4]: got 9, expected 3; allowed are 0.000001 + 0.00001 · |expected|.',
  );
  expect(() => expectClose([1, 5, Number.NaN, Number.NaN], [1, 9, 3, 4])).toThrow('at [2] of [4]: got NaN, expected 3');
});

test('NaN is close to nothing, infinity only to itself', () => {
  expect(() => expectClose([Number.NaN], [0])).toThrow('got NaN');
  expect(() => expectClose([0], [Number.NaN])).toThrow('expected NaN');
  expect(() => expectClose([Number.NaN], [Number.NaN])).toThrow('got NaN');
  expectClose([Infinity], [Infinity]);
  expect(() => expectClose([Infinity], [-Infinity])).toThrow('got Infinity');
  expect(() => expectClose([1], [Infinity])).toThrow('expected Infinity');
});

test('another length fails', () => {
  expect(() => expectClose([1, 2], [1])).toThrow(
    'expectClose: got 2 numbers, expected 1 numbers; compare things of one shape.',
  );
  expect(() => expectClose([], [1])).toThrow('got 0 numbers');
  expectClose([], []);
});

cpuTest('tensors are read, and named by place and shape', () => {
  const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  expectClose(table, table);
  expectClose(table, [1, 2, 3, 4, 5, 6]);
  expect(() => expectClose(table, [1, 2, 3, 4, 0, 6])).toThrow('furthest at [1, 1] of [2, 3]: got 5, expected 0');
  expect(() => expectClose([1, 2, 3, 0, 5, 6], table)).toThrow('furthest at [1, 0] of [2, 3]: got 0, expected 4');
  expect(() => expectClose(table, tf.reshape(table, [3, 2]))).toThrow('got a tensor [2, 3], expected a tensor [3, 2]');
});

test('one number moved too far is found wherever it is', () => {
  const numbers = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(numbers, fc.nat(), (values, at) => {
      const index = at % values.length;
      const moved = values.with(index, (values[index] as number) + 0.01);
      expectClose(values, values);
      expect(() => expectClose(moved, values)).toThrow(`furthest at [${index}] of [${values.length}]`);
    }),
    { seed: 1, numRuns: 100 },
  );
});
