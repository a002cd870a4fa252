// Sparsemax and entmax with α = 1.5 against a threshold found by bisection in float64, and the laws of both.
import '@tensorflow/tfjs-backend-cpu';
import { createRandom } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { dot, type Matrix, randomMatrix, softmaxWhere, type Vector } from '../__fixtures__/float64-loops.ts';
import { entmax15 } from './entmax15.ts';
import type { SparseNormalizer } from './sparse-normalizer.ts';
import { sparsemax } from './sparsemax.ts';

type Mask = readonly (readonly boolean[])[];

/** α of each, for the definition: weights are max((α − 1) score − τ, 0) to the power 1 / (α − 1), with τ such that they sum to one. */
const kinds: readonly (readonly [name: string, normalize: SparseNormalizer, alpha: number])[] = [
  ['sparsemax', sparsemax, 2],
  ['entmax15', entmax15, 1.5],
];

const weightsByBisection = (scores: Vector, allowed: readonly boolean[], alpha: number): number[] => {
  if (!allowed.includes(true)) return scores.map(() => 0);
  const scaled = scores.map((score) => (alpha - 1) * score);
  const largest = Math.max(...scaled.filter((_, s) => allowed[s]));
  const weightsAbove = (threshold: number): number[] =>
    scaled.map((score, s) => (allowed[s] ? Math.max(score - largest - threshold, 0) ** (1 / (alpha - 1)) : 0));
  // From where the largest alone has weight one to where nothing has any.
  let [low, high] = [-1, 0];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (weightsAbove(middle).reduce((sum, weight) => sum + weight, 0) >= 1) low = middle;
    else high = middle;
  }
  return weightsAbove(low);
};

const maskOf = (allowed: Mask): Tensor2D => tf.tensor2d(allowed.map((row) => row.map(Number)));
const weightsOf = (normalize: SparseNormalizer, scores: Matrix, allowed: Mask): Tensor2D =>
  normalize(tf.tensor2d(scores as number[][]), maskOf(allowed));
const all = (scores: Matrix): Mask => scores.map((row) => row.map(() => true));

/** Random scores of a size up to `scale`, and which of them count; the first row may count none. */
const property = (scale: number, check: (scores: Matrix, allowed: Mask, seed: number) => void): void => {
  const size = fc.integer({ min: 1, max: 9 });
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

describe.each(kinds)('%s', (name, normalize, alpha) => {
  const wantedOf = (scores: Matrix, allowed: Mask): number[][] =>
    scores.map((row, i) => weightsByBisection(row, allowed[i] as boolean[], alpha));

  test.each([0.1, 1, 5, 30, 1e4, 1e30])('is what bisection finds, of scores up to ±%d', (scale) => {
    property(scale, (scores, allowed) => {
      expectNumbers(weightsOf(normalize, scores, allowed), wantedOf(scores, allowed));
    });
  });

  test.each([0.01, 1, 40])('and of a thousand positions with scores up to ±%d', (scale) => {
    expectTidy(() => {
      const scores = randomMatrix(2, 1000, createRandom(3), scale);
      const allowed = scores.map((row) => row.map((_, s) => s % 3 !== 0));
      expectNumbers(weightsOf(normalize, scores, allowed), wantedOf(scores, allowed));
    });
  });

  test.each([50, 1000, 5000])('one near position among %d far ones has all the weight, to the last bit', (far) => {
    expectTidy(() => {
      const scores = [0, 0.3, 4].map((score) => [score, ...Array.from({ length: far }, () => -9)]);
      const wanted = scores.map((row) => row.map((_, s) => Number(s === 0)));
      expect(weightsOf(normalize, scores, all(scores)).arraySync()).toEqual(wanted);
    });
  });

  test('sums to one where anything is allowed, is exactly zero at hidden places', () => {
    property(2, (scores, allowed) => {
      for (const [i, row] of weightsOf(normalize, scores, allowed).arraySync().entries()) {
        for (const [s, weight] of row.entries()) {
          expect(weight >= 0).toBe(true);
          if (!allowed[i]?.[s]) expect(weight).toBe(0);
        }
        const sum = row.reduce((total, weight) => total + weight, 0);
        expect(sum).toBeCloseTo(allowed[i]?.includes(true) ? 1 : 0, 5);
      }
    });
  });

  test('visible places get exact zeros too, more of them than of softmax’s, which has none', () => {
    let [zeros, visible] = [0, 0];
    property(2, (scores, allowed) => {
      for (const [i, row] of weightsOf(normalize, scores, allowed).arraySync().entries()) {
        const soft = softmaxWhere(scores[i] as Vector, allowed[i] as boolean[]);
        for (const [s, weight] of row.entries()) {
          if (!allowed[i]?.[s]) continue;
          expect(soft[s]).toBeGreaterThan(0);
          visible++;
          if (weight === 0) zeros++;
        }
      }
    });
    expect(zeros / visible).toBeGreaterThan(0.2);
    expect(zeros / visible).toBeLessThan(0.8);
  });

  test('higher scores have no less weight, equal ones the same, and to raise one never takes from it', () => {
    property(1, (scores, allowed) => {
      const weights = weightsOf(normalize, scores, allowed).arraySync();
      for (const [i, row] of scores.entries()) {
        const visible = row.flatMap((score, s) =>
          allowed[i]?.[s] ? [{ score, weight: weights[i]?.[s] as number }] : [],
        );
        const inOrder = visible.toSorted((a, b) => a.score - b.score).map(({ weight }) => weight);
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
      }
      const raised = scores.map((row) => row.with(0, (row[0] as number) + 0.25));
      for (const [i, row] of weightsOf(normalize, raised, allowed).arraySync().entries()) {
        expect(row[0]).toBeGreaterThanOrEqual((weights[i]?.[0] as number) - 1e-6);
      }
    });
    expectTidy(() => {
      const [row] = weightsOf(normalize, [[1, 3, 2.75, 3, 2.75]], [[true, true, true, true, true]]).arraySync();
      expect([row?.[3], row?.[4]]).toEqual([row?.[1], row?.[2]]);
      expect(row?.[2]).toBeGreaterThan(0);
    });
  });

  test('a shift of all scores changes nothing', () => {
    expectTidy(() => {
      const scores = [[0.5, -0.25, 1, -3]];
      const shifted = scores.map((row) => row.map((score) => score + 1024));
      expect(weightsOf(normalize, shifted, all(scores)).arraySync()).toEqual(
        weightsOf(normalize, scores, all(scores)).arraySync(),
      );
    });
  });

  test('what stands at a hidden place does not matter, finite or not, to weights or gradients', () => {
    for (const odd of [0, 3e38, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      property(3, (scores, allowed) => {
        const others = scores.map((row, i) => row.map((score, s) => (allowed[i]?.[s] ? score : odd)));
        const both = (from: Matrix): unknown[] => {
          const x = tf.tensor2d(from as number[][]);
          const slopes = tf.grad((y) => tf.sum(tf.square(normalize(y as Tensor2D, maskOf(allowed)))))(x);
          return [normalize(x, maskOf(allowed)).arraySync(), slopes.arraySync()];
        };
        expect(both(others)).toEqual(both(scores));
      });
    }
  });

  test('padding, an order of rows and their company change nothing', () => {
    property(2, (scores, allowed) => {
      const weights = weightsOf(normalize, scores, allowed);
      const padded = weightsOf(
        normalize,
        scores.map((row) => [...row, 7, -7]),
        allowed.map((row) => [...row, false, false]),
      );
      expectNumbers(
        padded,
        weights.arraySync().map((row) => [...row, 0, 0]),
      );
      const reordered = weightsOf(normalize, scores.toReversed(), allowed.toReversed());
      expect(reordered.arraySync()).toEqual(weights.arraySync().toReversed());
      const alone = weightsOf(normalize, scores.slice(-1), allowed.slice(-1));
      expect(alone.arraySync()).toEqual(weights.arraySync().slice(-1));
    });
  });

  test('nothing allowed gives zeros, and a gradient of zeros', () => {
    expectTidy(() => {
      const scores = tf.tensor2d([
        [1, -2, 1e30],
        [1, 1.25, 3],
      ]);
      const allowed = maskOf([
        [false, false, false],
        [true, true, false],
      ]);
      expect(normalize(scores, allowed).arraySync()[0]).toEqual([0, 0, 0]);
      const loss = (x: tf.Tensor): Scalar => tf.sum(tf.mul(normalize(x as Tensor2D, allowed), [[3, 1, 2]]));
      const [empty, seen] = (tf.grad(loss)(scores) as Tensor2D).arraySync() as [number[], number[]];
      expect(empty.map(Math.abs)).toEqual([0, 0, 0]);
      expect(Math.abs(seen[2] as number)).toBe(0);
      expect(Math.abs(seen[0] as number)).toBeGreaterThan(0.1);
    });
  });

  test('its gradient is that of the bisection, by finite differences in float64, away from kinks', () => {
    let [tried, withoutWeight] = [0, 0];
    property(2, (scores, allowed, seed) => {
      const [parts] = randomMatrix(1, scores[0]?.length as number, createRandom(seed).fork('parts')) as [number[]];
      const loss = (x: tf.Tensor): Scalar => tf.sum(tf.mul(normalize(x as Tensor2D, maskOf(allowed)), parts));
      const slopes = (tf.grad(loss)(tf.tensor2d(scores as number[][])) as Tensor2D).arraySync();
      for (const [i, row] of scores.entries()) {
        for (const [s, score] of row.entries()) {
          const shifted = (shift: number): number[] =>
            weightsByBisection(row.with(s, score + shift), allowed[i] as boolean[], alpha);
          // A kink is where a position gains or loses its weight.
          const supportOf = (weights: Vector): string => weights.map((weight) => Number(weight > 0)).join('');
          if (supportOf(shifted(1e-2)) !== supportOf(shifted(-1e-2))) continue;
          tried++;
          if (shifted(0)[s] === 0) withoutWeight++;
          const wanted = (dot(shifted(1e-5), parts) - dot(shifted(-1e-5), parts)) / 2e-5;
          expect(Math.abs((slopes[i]?.[s] as number) - wanted)).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(wanted)));
        }
      }
    });
    expect(tried - withoutWeight).toBeGreaterThan(200);
    expect(withoutWeight).toBeGreaterThan(200);
  });

  test('masks may be of booleans, scores of whole numbers; neither gets lost in a tidy', () => {
    expectTidy(() => {
      const scores = tf.tensor2d([[3, 3, 2]], [1, 3], 'int32');
      const allowed = tf.tensor2d([[true, true, false]], [1, 3], 'bool');
      expectNumbers(normalize(scores, allowed), [[0.5, 0.5, 0]]);
    });
  });

  test('refuses shapes that differ', () => {
    expectTidy(() => {
      expect(() => normalize(tf.zeros([2, 3]), tf.zeros([2, 4]))).toThrow(`${name}: allowed should be [B, S]`);
    });
  });
});
