import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { checkShapes } from './check-shapes.ts';

/** All that is looked at. */
const shaped = (...shape: number[]): Tensor => ({ shape }) as unknown as Tensor;

test('gives the size of each axis by its letter', () => {
  expect(checkShapes('here', { values: [shaped(2, 3, 4), 'B S D'], mask: [shaped(2, 3), 'B S'] })).toEqual({
    B: 2,
    S: 3,
    D: 4,
  });
  expect(checkShapes('here', { scale: [shaped(), ''] })).toEqual({});
  expect(checkShapes('here', { fixed: [shaped(10, 12), '10 12'] })).toEqual({});
});

test('says where, which argument, what was expected with known sizes, what came', () => {
  const check = (): unknown =>
    checkShapes('attention.attend', { query: [shaped(2, 3), 'B Q'], mask: [shaped(4, 5), 'B S'] });
  expect(check).toThrow(
    new ShapeError(
      'attention.attend: mask should be [B, S] with B = 2, but is [4, 5]; check what was passed as mask.',
      '[B, S]',
      [4, 5],
    ),
  );
  expect(check).toThrow(ShapeError);
  expect.assertions(4);
  try {
    check();
  } catch (error) {
    expect((error as ShapeError).expected).toBe('[B, S]');
    expect((error as ShapeError).actual).toEqual([4, 5]);
  }
});

test('another number of axes is named', () => {
  const check = (tensor: Tensor, pattern: string) => () => checkShapes('here', { x: [tensor, pattern] });
  expect(check(shaped(2), 'B S')).toThrow('here: x should be [B, S], but is [2]; check what was passed as x.');
  expect(check(shaped(2, 3, 4), 'B S')).toThrow('should be [B, S], but is [2, 3, 4]');
  expect(check(shaped(1), '')).toThrow('should be [], but is [1]');
  expect(check(shaped(), 'B')).toThrow('should be [B], but is []');
});

test('digits stand for themselves', () => {
  const check =
    (...shape: number[]) =>
    () =>
      checkShapes('here', { x: [shaped(...shape), 'B 12'] });
  expect(check(7, 12)()).toEqual({ B: 7 });
  expect(check(7, 1)).toThrow('x should be [B, 12] with B = 7, but is [7, 1]');
  expect(check(7, 2)).toThrow(ShapeError);
});

test('a letter that comes twice in one pattern is one size', () => {
  const check =
    (...shape: number[]) =>
    () =>
      checkShapes('here', { square: [shaped(...shape), 'H H'] });
  expect(check(3, 3)()).toEqual({ H: 3 });
  expect(check(3, 4)).toThrow('square should be [H, H] with H = 3, but is [3, 4]');
});

test('of any shapes that fit nothing is said, and of any axis that does not, ShapeError', () => {
  const axis = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(fc.tuple(axis, axis, axis), fc.integer({ min: 0, max: 2 }), axis, ([B, S, D], at, other) => {
      const shape = [B, S, D];
      const run = (second: readonly number[]) => (): unknown =>
        checkShapes('here', { one: [shaped(B, S, D), 'B S D'], two: [shaped(...second), 'B S D'] });
      expect(run(shape)()).toEqual({ B, S, D });
      if (other !== shape[at]) expect(run(shape.with(at, other))).toThrow(ShapeError);
    }),
    { seed: 1, numRuns: 200 },
  );
});

cpuTest('reads real tensors', () => {
  expect(checkShapes('here', { x: [tf.zeros([2, 3]), 'B Q'] })).toEqual({ B: 2, Q: 3 });
});
