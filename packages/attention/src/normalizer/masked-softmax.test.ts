import '@tensorflow/tfjs-backend-cpu';
import { createRandom } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { dot, type Matrix, randomMatrix, softmaxWhere } from '../__fixtures__/float64-loops.ts';
import { maskedSoftmax } from './masked-softmax.ts';

const weightsOf = (scores: Matrix, allowed: readonly (readonly boolean[])[]): Tensor2D =>
  maskedSoftmax(tf.tensor2d(scores as number[][]), tf.tensor2d(allowed.map((row) => row.map(Number))));

/** Random scores of a size up to `scale`, and which of them count; the first row may count none. */
const property = (check: (scores: Matrix, allowed: boolean[][], seed: number) => void, scale: number): void => {
  const size = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(size, size, fc.nat(), (B, S, seed) => {
      const random = createRandom(seed);
      const scores = randomMatrix(B, S, random.fork('scores'), scale);
      const allowed = scores.map((row, i) => row.map(() => random.next() < (i === 0 ? 0.3 : 0.7)));
      expectTidy(() => check(scores, allowed, seed));
    }),
    { seed: 1, numRuns: 60 },
  );
};

test.each([1, 30, 1e4, 1e30])('is exp over the sum of exp, of scores up to ±%d', (scale) => {
  property((scores, allowed) => {
    const wanted = scores.map((row, i) => softmaxWhere(row, allowed[i] as boolean[]));
    expectNumbers(weightsOf(scores, allowed), wanted);
  }, scale);
});

test('sums to one where anything is allowed, is exactly zero at hidden places', () => {
  property((scores, allowed) => {
    for (const [i, row] of weightsOf(scores, allowed).arraySync().entries()) {
      for (const [s, weight] of row.entries()) {
        expect(weight >= 0).toBe(true);
        if (!allowed[i]?.[s]) expect(weight).toBe(0);
      }
      const sum = row.reduce((total, weight) => total + weight, 0);
      expect(sum).toBeCloseTo(allowed[i]?.includes(true) ? 1 : 0, 5);
    }
  }, 5);
});

test('what stands at a hidden place does not matter', () => {
  property((scores, allowed) => {
    const others = scores.map((row, i) =>
      row.map((score, s) => (allowed[i]?.[s] ? score : s % 2 === 0 ? 3e38 : -3e38)),
    );
    expect(weightsOf(others, allowed).arraySync()).toEqual(weightsOf(scores, allowed).arraySync());
  }, 5);
});

test('visible scores far below zero are not lost to the hidden ones', () => {
  expectTidy(() => expectNumbers(weightsOf([[-3e9, 5, -3e9]], [[true, false, true]]), [[0.5, 0, 0.5]]));
});

test('nothing allowed gives zeros, and gradients that are zero and finite', () => {
  expectTidy(() => {
    const scores = tf.tensor2d([
      [1, -2, 1e30],
      [1, 2, 3],
    ]);
    const allowed = tf.tensor2d([
      [0, 0, 0],
      [1, 1, 0],
    ]);
    expect(maskedSoftmax(scores, allowed).arraySync()[0]).toEqual([0, 0, 0]);
    const loss = (x: tf.Tensor): Scalar =>
      tf.sum(
        tf.mul(maskedSoftmax(x as Tensor2D, allowed), [
          [3, 1, 2],
          [3, 1, 2],
        ]),
      );
    const [empty, full] = (tf.grad(loss)(scores) as Tensor2D).arraySync() as [number[], number[]];
    expect(empty.map(Math.abs)).toEqual([0, 0, 0]);
    expect(full[2]).toBeCloseTo(0, 12);
    expect(Math.abs(full[0] as number)).toBeGreaterThan(0.1);
  });
});

test('its gradient is that of the loops, by finite differences in float64', () => {
  property((scores, allowed, seed) => {
    const [parts] = randomMatrix(1, (scores[0] as readonly number[]).length, createRandom(seed).fork('parts')) as [
      number[],
    ];
    const mask = tf.tensor2d(allowed.map((row) => row.map(Number)));
    const loss = (x: tf.Tensor): Scalar => tf.sum(tf.mul(maskedSoftmax(x as Tensor2D, mask), parts));
    const wanted = scores.map((row, i) =>
      row.map((_, s) => {
        const at = (shift: number): number =>
          dot(softmaxWhere(row.with(s, (row[s] as number) + shift), allowed[i] as boolean[]), parts);
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      }),
    );
    expectNumbers(tf.grad(loss)(tf.tensor2d(scores as number[][])), wanted);
  }, 3);
});

test('refuses shapes that differ', () => {
  expectTidy(() => {
    expect(() => maskedSoftmax(tf.zeros([2, 3]), tf.zeros([2, 4]))).toThrow('maskedSoftmax: allowed should be [B, S]');
  });
});
