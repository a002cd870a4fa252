import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SimdBackend } from '../../simd-backend.ts';
import { onBothBuilds } from '../movement/__fixtures__/compare-backends.ts';

const simd = (): SimdBackend => tf.backend() as SimdBackend;
const heapBytes = (): number => simd().heap.bytesHeld;

const shape = fc.tuple(fc.constantFrom(1, 2, 5), fc.constantFrom(1, 2, 3, 4, 5, 7, 16, 37, 200));

/** Scores of a row, wide apart for the odd rows. */
const scoresOf = (rows: number, columns: number): Float32Array =>
  Float32Array.from(
    { length: rows * columns },
    (_, i) => Math.sin(i * 1.7) * (Math.floor(i / columns) % 2 === 0 ? 3 : 90),
  );

/** The definition in float64, each row by itself; places that are not allowed have the weight 0. */
const exactSoftmax = (
  scores: Float32Array,
  columns: number,
  allowed: (i: number) => boolean = () => true,
): number[] => {
  const weights: number[] = [];
  for (let start = 0; start < scores.length; start += columns) {
    const row = [...scores.subarray(start, start + columns)];
    const visible = row.filter((_, i) => allowed(start + i));
    const total = visible.reduce((sum, score) => sum + Math.exp(score - Math.max(...visible)), 0);
    for (const [i, score] of row.entries())
      weights.push(allowed(start + i) ? Math.exp(score - Math.max(...visible)) / total : 0);
  }
  return weights;
};

/** Close in relation to what is expected, or within two of the smallest steps there are. */
const expectRelativelyClose = (actual: Iterable<number>, expected: readonly number[], tolerance: number): void => {
  for (const [i, value] of [...actual].entries()) {
    const exact = expected[i] as number;
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(tolerance * Math.abs(exact) + 3e-45);
  }
};

const logSoftmaxKernel = (logits: tf.Tensor): tf.Tensor =>
  tf.engine().runKernel('LogSoftmax', { logits }, { axis: logits.rank - 1 });

onBothBuilds(() => {
  test('softmax is its definition, for weights of any size', () => {
    const property = fc.property(shape, ([rows, columns]) => {
      const before = heapBytes();
      const scores = scoresOf(rows, columns);
      const weights = tf.tidy(() => tf.softmax(tf.tensor2d(scores, [rows, columns])).dataSync());
      // Subtracting the greatest score costs half a unit of what may be 180: 1e-5 of the weight.
      expectRelativelyClose(weights, exactSoftmax(scores, columns), 1e-5);
      expect(heapBytes()).toBe(before);
    });
    fc.assert(property, { seed: 1, numRuns: 60 });
  });

  test('logSoftmax is the logarithm of the definition, by the kernel and by tf.logSoftmax', () => {
    const property = fc.property(shape, ([rows, columns]) => {
      const before = heapBytes();
      const scores = scoresOf(rows, columns);
      const exact = exactSoftmax(scores, columns).map(Math.log);
      for (const op of [logSoftmaxKernel, (x: tf.Tensor) => tf.logSoftmax(x)]) {
        const logs = tf.tidy(() => op(tf.tensor2d(scores, [rows, columns])).dataSync());
        for (const [i, value] of logs.entries()) expect(Math.abs(value - (exact[i] as number))).toBeLessThan(3e-5);
      }
      expect(heapBytes()).toBe(before);
    });
    fc.assert(property, { seed: 1, numRuns: 60 });
  });

  test('adding a number to all scores changes nothing beyond rounding; huge scores do not overflow', () => {
    const [near, far] = tf.tidy(() => [
      tf.softmax(tf.tensor1d([1, 2, 3, 4, 5])).dataSync(),
      tf.softmax(tf.tensor1d([1, 2, 3, 4, 5].map((score) => score + 2 ** 20))).dataSync(),
    ]);
    expect([...(far as Float32Array)]).toEqual([...(near as Float32Array)]);
    const extreme = tf.tidy(() => tf.softmax(tf.tensor1d([3e38, -3e38, 3e38, -Infinity])).dataSync());
    expect([...extreme]).toEqual([0.5, 0, 0.5, 0]);
  });

  test('one NaN makes a row NaN, and no other row', () => {
    for (let place = 0; place < 7; place++) {
      const values = Array.from({ length: 14 }, (_, i) => (i === place ? NaN : i));
      const weights = tf.tidy(() => tf.softmax(tf.tensor2d(values, [2, 7])).dataSync());
      expect([...weights].map(Number.isNaN)).toEqual(values.map((_, i) => i < 7));
    }
  });

  test('gradients follow the definition', () => {
    const values = [0.5, -1, 2, 0.25, 1];
    const upstream = [1, -2, 0.5, 3, 0.75];
    const weights = exactSoftmax(Float32Array.from(values), 5);
    const mean = weights.reduce((sum, weight, i) => sum + weight * (upstream[i] as number), 0);
    const before = heapBytes();
    const gradients = tf.tidy(() => {
      const x = tf.tensor1d(values);
      const dy = tf.tensor1d(upstream);
      const ofSoftmax = tf.grad((scores: tf.Tensor) => tf.softmax(scores))(x, dy);
      const ofLogSoftmax = tf.grad(logSoftmaxKernel)(x, dy);
      return [[...ofSoftmax.dataSync()], [...ofLogSoftmax.dataSync()]];
    });
    expect(heapBytes()).toBe(before);
    for (const [i, weight] of weights.entries()) {
      const direction = upstream[i] as number;
      expect(gradients[0]?.[i]).toBeCloseTo(weight * (direction - mean), 6);
      expect(gradients[1]?.[i]).toBeCloseTo(direction - weight * upstream.reduce((sum, each) => sum + each, 0), 6);
    }
  });

  test('a row is the same bits whatever stands around it', () => {
    tf.tidy(() => {
      for (const columns of [1, 3, 8, 37]) {
        const x = tf.tensor2d(scoresOf(4, columns), [4, columns]);
        for (const op of [(logits: tf.Tensor) => tf.softmax(logits), logSoftmaxKernel]) {
          const all = [...op(x).dataSync()];
          const alone = [...op(tf.slice(x, [3, 0], [1, columns])).dataSync()];
          expect(alone).toEqual(all.slice(3 * columns));
        }
      }
    });
  });

  test('masked softmax is a softmax of what is allowed, zeros elsewhere, zeros alone where nothing is', () => {
    const property = fc.property(shape, fc.integer({ min: 1, max: 4 }), ([rows, columns], period) => {
      const scores = scoresOf(rows, columns);
      const isAllowed = (i: number): boolean => Math.floor(i / columns) !== 1 && i % period === 0;
      tf.tidy(() => {
        // What stands at hidden places must not matter.
        const visible = scores.map((score, i) => (isAllowed(i) ? score : i % 2 === 0 ? NaN : Infinity));
        const x = tf.tensor2d(visible, [rows, columns]);
        const mask = tf.tensor2d(
          scores.map((_, i) => Number(isAllowed(i))),
          [rows, columns],
        );
        const weights = tf.zerosLike(x);
        const { functions } = simd();
        functions.maskedSoftmax(simd().addressOf(x), simd().addressOf(mask), simd().addressOf(weights), rows, columns);
        expectRelativelyClose(weights.dataSync(), exactSoftmax(scores, columns, isAllowed), 1e-5);
      });
    });
    fc.assert(property, { seed: 1, numRuns: 60 });
  });

  test('another axis than the last and another type than float32 are errors', () => {
    tf.tidy(() => {
      expect(() => tf.softmax(tf.zeros([2, 3]), 0)).toThrow('last');
      expect(() => tf.engine().runKernel('LogSoftmax', { logits: tf.zeros([2, 3]) }, { axis: 0 })).toThrow(
        'must be the last one',
      );
      expect(() => tf.engine().runKernel('LogSoftmax', { logits: tf.zeros([3], 'int32') }, { axis: 0 })).toThrow(
        'must be float32',
      );
    });
  });
});
