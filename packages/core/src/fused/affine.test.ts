import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { affine } from './affine.ts';

cpuTest('x W + b, worked by hand', () => {
  const kernel = tf.tensor2d([
    [1, 10, 100],
    [2, 20, 200],
  ]);
  expectClose(affine(tf.tensor2d([[3, 4]]), kernel, tf.tensor1d([0.5, 0, -1])), [11.5, 110, 1099]);
});

cpuTest('an argument that does not fit the others is a ShapeError', () => {
  const run = (input: number, kernel: [number, number], bias: number) => () =>
    affine(tf.zeros([2, input]), tf.zeros(kernel), tf.zeros([bias]));
  expect(run(4, [3, 8], 8)).toThrow('affine: kernel should be [I, O] with I = 4, but is [3, 8]');
  expect(run(3, [3, 8], 4)).toThrow('affine: bias should be [O] with O = 8, but is [4]');
  // What broadcasting would have let through.
  expect(run(3, [3, 8], 1)).toThrow('affine: bias should be [O] with O = 8, but is [1]');
  expect(run(3, [3, 8], 4)).toThrow(ShapeError);
});
