import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counting, expectAsOnCpu, onBothBuilds } from './__fixtures__/compare-backends.ts';

const expectPlainLoop = (x: Float32Array, ids: Int32Array, columns: number, segments: number): void => {
  const wanted = new Float32Array(segments * columns);
  ids.forEach((id, row) => {
    if (id < 0 || id >= segments) return;
    for (let j = 0; j < columns; j++) {
      wanted[id * columns + j] = (wanted[id * columns + j] as number) + (x[row * columns + j] as number);
    }
  });
  const result = tf.tidy(() => {
    const sum = tf.unsortedSegmentSum(tf.tensor2d(x, [ids.length, columns]), tf.tensor1d(ids, 'int32'), segments);
    expect(sum.shape).toEqual([segments, columns]);
    return sum.dataSync();
  });
  expect(result).toEqual(wanted);
};

onBothBuilds(() => {
  test('equals a plain loop in float32, bit for bit', () => {
    const size = fc.constantFrom(0, 1, 2, 3, 5, 8, 17, 40);
    const property = fc.property(size, size, fc.integer({ min: 1, max: 9 }), (rows, columns, segments) => {
      const x = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i) * 10);
      // Some are out of range on either side.
      const ids = Int32Array.from({ length: rows }, (_, i) => ((i * 5) % (segments + 2)) - 1);
      expectPlainLoop(x, ids, columns, segments);
    });
    fc.assert(property, { seed: 1, numRuns: 150 });
  });

  test('equals backend-cpu for more axes, for one, for int32, and in its gradient', () => {
    const ids = { shape: [4], dtype: 'int32' as const, values: [2, 0, 2, 1] };
    const op = (x: tf.Tensor, i: tf.Tensor): tf.Tensor => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 3);
    expectAsOnCpu(op, [counting([4, 3, 5]), ids]);
    expectAsOnCpu(op, [counting([4]), ids]);
    expectAsOnCpu(op, [counting([4, 6], 'int32'), ids]);
    const differentiable = (x: tf.Tensor): tf.Tensor => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, 1], 'int32'), 3);
    expectAsOnCpu(differentiable, [counting([4, 5])], { gradients: true });
  });

  test('a million additions, which several threads share, give the bits of the loop too', () => {
    const [rows, columns, segments] = [1100, 997, 7];
    const x = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i) * 10);
    const ids = Int32Array.from({ length: rows }, (_, i) => (i * i) % segments);
    expectPlainLoop(x, ids, columns, segments);
  });
});
