import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, fromZeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { globalWindow } from './global-window.ts';

test('everything but padding, always, without weights', () => {
  expectTidy(() => {
    const store = createParameterStore(fromZeros);
    const mask = tf.tensor2d([
      [1, 1, 1],
      [1, 0, 0],
    ]);
    const window = globalWindow.create({ querySize: 2, memorySize: 3 }, {}, store);
    for (const position of [0, 7]) {
      const history = { position: tf.tensor2d([[position], [position]]), previous: mask, coverage: mask, notes: {} };
      const { allowed, emphasis } = window.reveal(tf.zeros([2, 2]), mask, history);
      expect(allowed.arraySync()).toEqual([
        [1, 1, 1],
        [1, 0, 0],
      ]);
      expect(emphasis).toBeUndefined();
    }
    expect([...store.entries()]).toEqual([]);
  });
});
