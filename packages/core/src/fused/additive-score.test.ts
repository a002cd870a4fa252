import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { additiveScore } from './additive-score.ts';

cpuTest(
  'an argument that does not fit the others is a ShapeError, whether or not the backend has the operation',
  () => {
    const run = (query: [number, number], keys: [number, number, number], v: number) => () =>
      additiveScore(tf.zeros(query), tf.zeros(keys), tf.zeros([v]));
    expect(run([2, 8], [3, 5, 8], 8)).toThrow('additiveScore: keys should be [B, S, A] with B = 2');
    expect(run([2, 4], [2, 5, 8], 8)).toThrow('additiveScore: keys should be [B, S, A] with B = 2');
    expect(run([2, 8], [2, 5, 8], 12)).toThrow('additiveScore: v should be [A] with A = 8, but is [12]');
    expect(run([2, 8], [2, 5, 8], 12)).toThrow(ShapeError);
    expect(run([2, 8], [2, 5, 8], 8)()).toBeUndefined();
  },
);
