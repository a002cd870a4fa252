import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { clipGradients } from './clip-gradients.ts';

beforeAll(() => tf.setBackend('cpu'));

test('gradients whose norm together is above 5 are made that long, shorter ones stay', () => {
  tf.tidy(() => {
    // √(6² + 8²) = 10 and √(1.5² + 2²) = 2.5.
    const clipped = clipGradients([
      { name: 'a', tensor: tf.tensor1d([6, 0]) },
      { name: 'b', tensor: tf.tensor2d([[8]]) },
    ]);
    expect(clipped.map(({ name, tensor }) => [name, tensor.arraySync()])).toEqual([
      ['a', [3, 0]],
      ['b', [[4]]],
    ]);
    const short = clipGradients([{ name: 'a', tensor: tf.tensor1d([1.5, -2]) }]);
    expect(short.map(({ tensor }) => tensor.arraySync())).toEqual([[1.5, -2]]);
  });
});
