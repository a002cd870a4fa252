// Monotonic attention against every way that a reader can walk, against a loop that stops, and by finite differences in float64.
import '@tensorflow/tfjs-backend-cpu';
import { createParameterStore, createRandom, fromSeed, type Mode, type Random } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectNumbers } from '../__fixtures__/expect-numbers.ts';
import { expectTidy } from '../__fixtures__/expect-tidy.ts';
import { type Matrix, randomMatrix, type Vector } from '../__fixtures__/float64-loops.ts';
import { weightsByPaths, weightsByRecurrence, weightsByStopping } from '../__fixtures__/monotone-paths.ts';
import { monotonicNormalizer, type MonotonicNormalizerOptions } from './monotonic-normalizer.ts';
import type { Normalizer } from './normalizer.ts';

type Mask = readonly (readonly boolean[])[];

const testing: Mode = { training: false };
const training = (seed = 1): Mode => ({ training: true, random: createRandom(seed) });

const withNormalizer = (options: MonotonicNormalizerOptions, use: (normalize: Normalizer) => void): void => {
  const store = createParameterStore(fromSeed(1));
  use(monotonicNormalizer.create({ querySize: 1, memorySize: 1 }, options, store));
  store.dispose();
};

/** [B, T, S] weights of all steps, each from those before; scores are [B, T, S]. */
const alignmentOf = (normalize: Normalizer, scores: Tensor3D, allowed: Mask, mode: Mode = testing): Tensor3D => {
  const mask: Tensor2D = tf.tensor2d(allowed.map((row) => row.map(Number)));
  let previous: Tensor2D = tf.zerosLike(mask);
  const weights = Array.from({ length: scores.shape[1] }, (_, t) => {
    const step: Tensor2D = tf.squeeze(tf.slice(scores, [0, t, 0], [-1, 1, -1]), [1]);
    const position = tf.add<Tensor2D>(tf.zeros([mask.shape[0], 1]), t);
    previous = normalize(step, mask, { history: { position, previous, coverage: previous, notes: {} }, mode });
    return previous;
  });
  return tf.stack(weights, 1) as Tensor3D;
};

const tensorOf = (scores: readonly Matrix[]): Tensor3D => tf.tensor3d(scores as number[][][]);

/** Energies from scores: plus r. */
const plus = (scores: Matrix, bias: number): number[][] => scores.map((row) => row.map((score) => score + bias));

/** Random scores [B, T, S] of a size up to `scale`, and which positions count; the first row may count none. */
const property = (
  { scale, longest = 4 }: { scale: number; longest?: number },
  check: (scores: readonly Matrix[], allowed: Mask, seed: number) => void,
): void => {
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: longest }), fc.nat(), (B, T, S, seed) => {
      const random = createRandom(seed);
      const scores = Array.from({ length: B }, (_, row) => randomMatrix(T, S, random.fork(`row ${row}`), scale));
      const allowed = scores.map((_, row) => Array.from({ length: S }, () => random.next() < (row === 0 ? 0.3 : 0.7)));
      expectTidy(() => check(scores, allowed, seed));
    }),
    { seed: 1, numRuns: 50 },
  );
};

describe('expected weights', () => {
  test.each([
    ['at test', { test: 'expected', bias: -0.5 }, () => testing],
    ['while training without noise', { noise: 0, bias: 0.75 }, training],
  ] as const)('%s are the chances summed over every way to walk', (_, options, mode) => {
    property({ scale: 3 }, (scores, allowed) => {
      withNormalizer(options, (normalize) => {
        const wanted = scores.map((row, i) => weightsByPaths(plus(row, options.bias), allowed[i] as boolean[]));
        expectNumbers(alignmentOf(normalize, tensorOf(scores), allowed, mode()), wanted);
      });
    });
  });

  test('by hand: from the first of two positions, each of which is stopped at every other time', () => {
    expectTidy(() => {
      withNormalizer({ test: 'expected' }, (normalize) => {
        const scores = tensorOf([
          [
            [0, 0],
            [0, 0],
          ],
        ]);
        // Step 0: at 0, or past it and at 1. Step 1: at 0 only after 0; at 1 after 1, or after 0 and past it.
        const wanted = [
          [
            [1 / 2, 1 / 4],
            [1 / 4, 1 / 8 + 1 / 8],
          ],
        ];
        expectNumbers(alignmentOf(normalize, scores, [[true, true]]), wanted);
      });
    });
  });

  test.each([1, 30, 1e4, 1e30])('keep their digits over sixty positions, of scores up to ±%d', (scale) => {
    property({ scale, longest: 60 }, (scores, allowed) => {
      withNormalizer({ test: 'expected' }, (normalize) => {
        const wanted = scores.map((row, i) => weightsByRecurrence(row, allowed[i] as boolean[]));
        expectNumbers(alignmentOf(normalize, tensorOf(scores), allowed), wanted);
      });
    });
  });

  test('far along, after positions that could hardly be passed, are as exact as at the start', () => {
    expectTidy(() => {
      withNormalizer({ test: 'expected' }, (normalize) => {
        // The first step goes right to position 2; the second leaves behind it what would be a sum of −20000.
        const scores = [
          [
            [-1e4, -1e4, 1e4, 0, 0, 0],
            [1e4, 1e4, -3, -2, -1, 0.5],
          ],
        ];
        const wanted = scores.map((row) => weightsByRecurrence(row, [true, true, true, true, true, true]));
        expect(wanted[0]?.[1]?.[2]).toBeGreaterThan(0.04);
        const weights = alignmentOf(normalize, tensorOf(scores), [[true, true, true, true, true, true]]);
        for (const [s, weight] of weights.arraySync()[0]?.[1]?.entries() ?? []) {
          expect(Math.abs(weight - (wanted[0]?.[1]?.[s] as number))).toBeLessThan(2e-7);
        }
      });
    });
  });

  test('sum to at most one and never to more than the step before', () => {
    property({ scale: 4, longest: 30 }, (scores, allowed) => {
      withNormalizer({ test: 'expected' }, (normalize) => {
        const weights = alignmentOf(normalize, tensorOf(scores), allowed).arraySync();
        for (const [i, steps] of weights.entries()) {
          let most = 1;
          for (const row of steps) {
            const sum = row.reduce((total, weight) => total + weight, 0);
            expect(sum).toBeLessThanOrEqual(most + 1e-6);
            most = sum;
            for (const [s, weight] of row.entries()) {
              expect(weight >= 0).toBe(true);
              if (!allowed[i]?.[s]) expect(weight).toBe(0);
            }
          }
        }
      });
    });
  });

  test('are the hard ones where p is 0 or 1', () => {
    let stopped = 0;
    property({ scale: 1, longest: 8 }, (scores, allowed) => {
      const sure = tensorOf(scores.map((row) => row.map((step) => step.map((score) => 1e4 * Math.sign(score)))));
      withNormalizer({ test: 'expected' }, (expected) => {
        withNormalizer({}, (hard) => {
          const wanted = alignmentOf(hard, sure, allowed).arraySync();
          stopped += wanted.flat(2).reduce((sum, weight) => sum + weight, 0);
          expect(alignmentOf(expected, sure, allowed).arraySync()).toEqual(wanted);
        });
      });
    });
    expect(stopped).toBeGreaterThan(50);
  });
});

describe('hard weights', () => {
  test('are those of a loop that stops', () => {
    property({ scale: 2, longest: 9 }, (scores, allowed) => {
      withNormalizer({ bias: 0.25 }, (normalize) => {
        const wanted = scores.map((row, i) => weightsByStopping(plus(row, 0.25), allowed[i] as boolean[]));
        expect(alignmentOf(normalize, tensorOf(scores), allowed).arraySync()).toEqual(wanted);
      });
    });
  });

  test('by hand: stays, goes on, passes what is hidden, and once past the end sees nothing any more', () => {
    expectTidy(() => {
      withNormalizer({ bias: -1 }, (normalize) => {
        const scores = [
          [
            [0.5, 2, 3, 2],
            [9, 2, 0, 0],
            [9, 1, 9, 1.5],
            [9, 9, 9, 1],
            [9, 9, 9, 9],
          ],
        ];
        const wanted = [
          [
            [0, 1, 0, 0],
            [0, 1, 0, 0],
            [0, 0, 0, 1],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
          ],
        ];
        expect(alignmentOf(normalize, tensorOf(scores), [[true, true, false, true]]).arraySync()).toEqual(wanted);
      });
    });
  });

  test('take a gradient from none and give none, also where the rest of a loss has one', () => {
    expectTidy(() => {
      withNormalizer({}, (normalize) => {
        const loss = (x: tf.Tensor): Scalar =>
          tf.add(tf.sum(alignmentOf(normalize, x as Tensor3D, [[true, true]])), tf.sum(tf.mul(x, 3)));
        expect(
          tf
            .grad(loss)(
              tensorOf([
                [
                  [1, 2],
                  [-1, 1],
                ],
              ]),
            )
            .arraySync(),
        ).toEqual([
          [
            [3, 3],
            [3, 3],
          ],
        ]);
      });
    });
  });
});

test('gradients of all scores and of r, through several steps, are those of finite differences in float64', () => {
  let tried = 0;
  property({ scale: 2, longest: 5 }, (scores, allowed, seed) => {
    const parts = scores.map((row, i) =>
      randomMatrix(row.length, (row[0] as Vector).length, createRandom(seed).fork(`parts ${i}`)),
    );
    const store = createParameterStore(fromSeed(1));
    const normalize = monotonicNormalizer.create({ querySize: 1, memorySize: 1 }, { bias: -0.5, noise: 0 }, store);
    const [[, bias]] = [...store.entries()] as [[string, tf.Variable]];
    const x = tf.variable<tf.Rank.R3>(tensorOf(scores));
    const loss = (): Scalar => tf.sum(tf.mul(alignmentOf(normalize, x, allowed, training()), tensorOf(parts)));
    const { grads } = tf.variableGrads(loss, [x, bias]);
    const lossOf = (moved: readonly Matrix[], r: number): number =>
      moved.reduce((total, row, i) => {
        const weights = weightsByPaths(plus(row, r), allowed[i] as boolean[]);
        return total + weights.flat().reduce((sum, weight, at) => sum + weight * (parts[i]?.flat()[at] as number), 0);
      }, 0);
    const expectSlope = (got: number, at: (shift: number) => number): void => {
      const wanted = (at(1e-5) - at(-1e-5)) / 2e-5;
      expect(Math.abs(got - wanted)).toBeLessThanOrEqual(2e-5 * (1 + Math.abs(wanted)));
      tried++;
    };
    const slopes = (grads[x.name] as Tensor3D).arraySync();
    for (const [i, row] of scores.entries()) {
      for (const [t, step] of row.entries()) {
        for (const [s, score] of step.entries()) {
          expectSlope(slopes[i]?.[t]?.[s] as number, (shift) =>
            lossOf(scores.with(i, row.with(t, step.with(s, score + shift))), -0.5),
          );
        }
      }
    }
    expectSlope((grads[bias.name] as Scalar).arraySync(), (shift) => lossOf(scores, -0.5 + shift));
    x.dispose();
    store.dispose();
  });
  expect(tried).toBeGreaterThan(500);
});

test.each([1e4, 1e30])('gradients of scores up to ±%d are finite', (scale) => {
  property({ scale, longest: 20 }, (scores, allowed) => {
    withNormalizer({ noise: 0 }, (normalize) => {
      const loss = (x: tf.Tensor): Scalar =>
        tf.sum(tf.square(alignmentOf(normalize, x as Tensor3D, allowed, training())));
      expect(tf.grad(loss)(tensorOf(scores)).dataSync().every(Number.isFinite)).toBe(true);
    });
  });
});

test('what stands at a hidden place does not matter, finite or not, to weights or gradients', () => {
  for (const odd of [0, 3e38, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    property({ scale: 2 }, (scores, allowed) => {
      const others = scores.map((row, i) => row.map((step) => step.map((score, s) => (allowed[i]?.[s] ? score : odd))));
      withNormalizer({}, (normalize) => {
        const both = (from: readonly Matrix[], mode: () => Mode): unknown[] => {
          const loss = (x: tf.Tensor): Scalar =>
            tf.sum(tf.square(alignmentOf(normalize, x as Tensor3D, allowed, mode())));
          return [
            alignmentOf(normalize, tensorOf(from), allowed, mode()).arraySync(),
            mode().training && tf.grad(loss)(tensorOf(from)).arraySync(),
          ];
        };
        for (const mode of [training, () => testing]) expect(both(others, mode)).toEqual(both(scores, mode));
      });
    });
  }
});

describe('noise', () => {
  /** Where a reader stands at the only position, its weight is p. */
  const energiesOf = (options: MonotonicNormalizerOptions, mode: Mode, rows: number): number[] => {
    const energies: number[] = [];
    expectTidy(() => {
      withNormalizer(options, (normalize) => {
        const allowed = Array.from({ length: rows }, () => [true]);
        const weights = alignmentOf(normalize, tf.mul(tf.ones<tf.Rank.R3>([rows, 1, 1]), 0.5), allowed, mode);
        energies.push(...weights.dataSync().map((p) => Math.log(p / (1 - p))));
      });
    });
    return energies;
  };

  test.each([0.5, 1, 2])('has the deviation %d and the mean 0, and is added to score and r', (noise) => {
    const rows = 20_000;
    const energies = energiesOf({ noise, bias: -0.25 }, training(3), rows);
    const mean = energies.reduce((sum, energy) => sum + energy, 0) / rows;
    const deviation = Math.sqrt(energies.reduce((sum, energy) => sum + (energy - mean) ** 2, 0) / rows);
    expect(Math.abs(mean - 0.25)).toBeLessThan((4 * noise) / Math.sqrt(rows));
    expect(Math.abs(deviation / noise - 1)).toBeLessThan(0.02);
    // Of a normal distribution: 68.27 of a hundred are within one deviation.
    const near = energies.filter((energy) => Math.abs(energy - 0.25) < noise).length / rows;
    expect(Math.abs(near - 0.6827)).toBeLessThan(0.014);
  });

  test('comes from the seed of training, and only then', () => {
    expect(energiesOf({}, training(5), 6)).toEqual(energiesOf({}, training(5), 6));
    expect(energiesOf({}, training(5), 6)).not.toEqual(energiesOf({}, training(6), 6));
    for (const energy of energiesOf({ test: 'expected' }, testing, 3)) expect(energy).toBeCloseTo(0.5, 5);
    const never: Random = { ...createRandom(1), next: () => expect.fail('drew a number') };
    for (const energy of energiesOf({ noise: 0 }, { training: true, random: never }, 3))
      expect(energy).toBeCloseTo(0.5, 5);
  });

  test.each([
    [{ noise: -1 }, 'monotonic normalizer: noise is -1; give a deviation of 0 or more.'],
    [{ test: 'soft' as 'hard' }, 'monotonic normalizer: test is "soft"; give hard or expected.'],
    [{ bias: Number.NaN }, 'monotonic normalizer: bias is NaN; give a number.'],
  ])('and options are checked: %o', (options, message) => {
    expect(() => withNormalizer(options, () => undefined)).toThrow(message);
  });
});

test('refuses shapes that differ', () => {
  expectTidy(() => {
    withNormalizer({}, (normalize) => {
      const history = {
        position: tf.zeros([2, 1]),
        previous: tf.zeros([2, 4]),
        coverage: tf.zeros([2, 4]),
        notes: {},
      } as const;
      const weigh = (mode: Mode) => () =>
        normalize(tf.zeros([2, 3]), tf.ones([2, 3]), { history: history as never, mode });
      expect(weigh(testing)).toThrow('hardAlignment: previous should be [B, S]');
      expect(weigh(training())).toThrow('expectedAlignment: previous should be [B, S]');
    });
  });
});
