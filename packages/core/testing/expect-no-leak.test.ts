import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { expectNoLeak } from './expect-no-leak.ts';

beforeAll(() => tf.setBackend('cpu'));

test('a run that gives everything back passes', async () => {
  expectNoLeak(() => tf.zeros([2]).dispose());
  await expectNoLeak(async () => {
    const held = tf.zeros([2]);
    await Promise.resolve();
    held.dispose();
  });
});

test('says how many tensors were left over', () => {
  const held: tf.Tensor[] = [];
  expect(() => expectNoLeak(() => void held.push(tf.zeros([1])))).toThrow(
    'expectNoLeak: 1 tensor left over; dispose what was made, or make it inside tf.tidy.',
  );
  expect(() => expectNoLeak(() => void held.push(tf.zeros([1]), tf.zeros([1])))).toThrow('2 tensors left over');
  tf.dispose(held);
});

test('waits for an asynchronous run before it counts', async () => {
  const held: tf.Tensor[] = [];
  const run = expectNoLeak(async () => {
    await Promise.resolve();
    held.push(tf.zeros([1]));
  });
  await expect(run).rejects.toThrow('1 tensor left over');
  tf.dispose(held);
});

test('says how many tensors are missing', () => {
  const other = tf.zeros([1]);
  expect(() => expectNoLeak(() => other.dispose())).toThrow('expectNoLeak: 1 tensor fewer than before');
});

test('what the run itself throws comes first', async () => {
  const fail = (): void => {
    throw new Error('own');
  };
  expect(() => expectNoLeak(fail)).toThrow('own');
  await expect(expectNoLeak(async () => fail())).rejects.toThrow('own');
});
