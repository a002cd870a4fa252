import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { linearModel, type Points, weightsOf } from './__fixtures__/linear-model.ts';
import { evaluateLoss } from './evaluate-loss.ts';

beforeAll(() => tf.setBackend('cpu'));

const batches: Points[] = [
  {
    x: [
      [1, 0],
      [0, 1],
      [2, 2],
    ],
    y: [1, 2, 3],
  },
  { x: [[3, 1]], y: [-1] },
];

test('the mean over all points, whatever the batches, without noise and without a leak', async () => {
  const model = linearModel(1, { isNoisy: true });
  const [a = NaN, b = NaN] = weightsOf(model)['line.weight'] ?? [];
  const errors = batches.flatMap(({ x, y }) => x.map(([p = NaN, q = NaN], i) => (a * p + b * q - (y[i] ?? NaN)) ** 2));
  const expected = errors.reduce((sum, error) => sum + error) / 4;
  const before = tf.memory().numTensors;
  const disposed: Points[] = [];
  expect(await evaluateLoss(model, batches, (batch) => void disposed.push(batch))).toBeCloseTo(expected, 5);
  expect(disposed).toEqual(batches);
  expect(tf.memory().numTensors).toBe(before);
  const split = batches.flatMap(({ x, y }) => x.map((row, i) => ({ x: [row], y: y.slice(i, i + 1) })));
  expect(await evaluateLoss(model, split)).toBeCloseTo(expected, 5);
});

test('nothing to evaluate is an error', async () => {
  await expect(evaluateLoss(linearModel(1), [])).rejects.toThrow(
    'evaluateLoss: expected tokens, got 0; give at least one batch',
  );
});
