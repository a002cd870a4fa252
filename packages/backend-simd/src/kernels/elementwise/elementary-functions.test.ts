import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onBothBuilds } from '../movement/__fixtures__/compare-backends.ts';

/** A function of ours, the same in float64, and the error that its assembly file states in units in the last place. */
const functions = [
  { name: 'exp', ours: tf.exp, exact: Math.exp, bound: 1.05 },
  { name: 'log', ours: tf.log, exact: Math.log, bound: 0.85 },
  { name: 'tanh', ours: tf.tanh, exact: Math.tanh, bound: 1.5 },
  {
    name: 'sigmoid',
    ours: tf.sigmoid,
    exact: (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
    bound: 2.5,
  },
  { name: 'sqrt', ours: tf.sqrt, exact: Math.sqrt, bound: 0.5 },
  { name: 'rsqrt', ours: tf.rsqrt, exact: (x: number) => 1 / Math.sqrt(x), bound: 1.5 },
  { name: 'reciprocal', ours: tf.reciprocal, exact: (x: number) => 1 / x, bound: 0.5 },
] as const;

/** The distance between neighbouring float32 where a number lies. */
const unitInTheLastPlace = (x: number): number => {
  const size = Math.max(Math.abs(x), 2 ** -126);
  const power = Math.floor(Math.log2(size));
  return 2 ** ((2 ** power > size ? power - 1 : power) - 23);
};

/** The greatest error of `results`, in units in the last place; Infinity where one is of another kind than it should be. */
const worstError = (inputs: Float32Array, results: Float32Array, exact: (x: number) => number): number => {
  let worst = 0;
  for (const [i, x] of inputs.entries()) {
    const expected = exact(x);
    const result = results[i] as number;
    const rounded = Math.fround(expected);
    const isSpecial = !Number.isFinite(rounded) || !Number.isFinite(result);
    // Half a unit on either side of the greatest number or Infinity.
    const error = isSpecial
      ? Object.is(rounded, result)
        ? 0
        : Infinity
      : Math.abs(result - expected) / unitInTheLastPlace(expected);
    worst = Math.max(worst, error);
  }
  return worst;
};

/** Float32 numbers of all sizes and signs, infinities and NaNs: every 19,997th there is. */
const allKinds = (): Float32Array =>
  new Float32Array(Uint32Array.from({ length: Math.floor(2 ** 32 / 19_997) }, (_, i) => i * 19_997).buffer);

/** Where most of what a network computes lies. */
const ordinary = (): Float32Array => Float32Array.from({ length: 200_000 }, (_, i) => (i - 99_999.5) * 1e-3 * 0.9);

onBothBuilds(() => {
  describe.each(functions)('$name', ({ ours, exact, bound }) => {
    test.each([
      ['all there is', allKinds()],
      ['-90 to 90', ordinary()],
    ])('stays within its bound: %s', (_, inputs) => {
      const results = tf.tidy(() => ours(tf.tensor1d(inputs)).dataSync()) as Float32Array;
      expect(worstError(inputs, results, exact)).toBeLessThanOrEqual(bound);
    });

    test('gives a value the same bits wherever it stands', () => {
      const property = fc.property(
        fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 20 }),
        (values, shift) => {
          const bits = (numbers: number[]): Uint32Array =>
            new Uint32Array((tf.tidy(() => ours(tf.tensor1d(numbers)).dataSync()) as Float32Array).buffer);
          const shifted = bits([...new Array<number>(shift).fill(0.5), ...values]).slice(shift);
          expect(shifted).toEqual(bits(values));
        },
      );
      fc.assert(property, { seed: 1, numRuns: 50 });
    });
  });

  test.each([
    ['exp', tf.exp, [-Infinity, -104, 0, -0, 89, Infinity, NaN], [0, 0, 1, 1, Infinity, Infinity, NaN]],
    ['log', tf.log, [0, -0, 1, -1, -Infinity, Infinity, NaN], [-Infinity, -Infinity, 0, NaN, NaN, Infinity, NaN]],
    ['tanh', tf.tanh, [0, -0, 30, -30, Infinity, -Infinity, NaN], [0, -0, 1, -1, 1, -1, NaN]],
    ['sigmoid', tf.sigmoid, [0, -0, 30, -110, Infinity, -Infinity, NaN], [0.5, 0.5, 1, 0, 1, 0, NaN]],
  ] as const)('%s is right at the edges', (_, ours, inputs, expected) => {
    expect([...tf.tidy(() => ours(tf.tensor1d([...inputs])).dataSync())]).toEqual([...expected]);
  });
});
