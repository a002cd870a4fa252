import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import {
  constant,
  forgetGateOne,
  glorotUniform,
  type Initializer,
  sizeOfShape,
  uniform,
  zeros,
} from './initializers.ts';

const random = () => createRandom(5);

const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 });

test('sizeOfShape multiplies; a scalar is one number', () => {
  expect(sizeOfShape([])).toBe(1);
  expect(sizeOfShape([7])).toBe(7);
  expect(sizeOfShape([2, 3, 4])).toBe(24);
});

test('every initializer fills the shape, and the same randomness gives the same values', () => {
  const all: Initializer[] = [zeros, constant(2), uniform(0.3), glorotUniform];
  fc.assert(
    fc.property(shapes, fc.constantFrom(...all), (shape, initializer) => {
      const values = initializer(shape, random());
      expect(values).toBeInstanceOf(Float32Array);
      expect(values.length).toBe(sizeOfShape(shape));
      expect(initializer(shape, random())).toEqual(values);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('zeros and constants are what they say', () => {
  expect([...zeros([2, 2], random())]).toEqual([0, 0, 0, 0]);
  expect([...constant(-1.5)([3], random())]).toEqual([-1.5, -1.5, -1.5]);
});

/** Mean and variance of a large weight, and its largest magnitude. */
const momentsOf = (
  values: Float32Array,
): { readonly mean: number; readonly variance: number; readonly largest: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance, largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
};

/** Uniform in ±limit has variance limit² / 3; with n samples its estimate errs by limit² √(4 / 45 n) in one standard deviation. */
const expectUniform = (values: Float32Array, limit: number): void => {
  const { mean, variance, largest } = momentsOf(values);
  const n = values.length;
  expect(largest).toBeLessThanOrEqual(Math.fround(limit));
  expect(largest).toBeGreaterThan(limit * 0.99);
  expect(Math.abs(mean)).toBeLessThan((5 * limit) / Math.sqrt(3 * n));
  expect(Math.abs(variance - limit ** 2 / 3)).toBeLessThan(5 * limit ** 2 * Math.sqrt(4 / (45 * n)));
};

test('uniform stays in its limits and fills them', () => {
  expectUniform(uniform(0.1)([100, 200], random()), 0.1);
  expectUniform(uniform(3)([20_000], random()), 3);
});

test('glorotUniform: the limit is √(6 / (fan in + fan out)), so the variance is 2 / (fan in + fan out)', () => {
  expectUniform(glorotUniform([50, 400], random()), Math.sqrt(6 / 450));
  expectUniform(glorotUniform([400, 50], random()), Math.sqrt(6 / 450));
  // A vector is one column; of more axes the last is the output.
  expectUniform(glorotUniform([20_000], random()), Math.sqrt(6 / 20_001));
  expectUniform(glorotUniform([10, 20, 100], random()), Math.sqrt(6 / 300));
  const { variance } = momentsOf(glorotUniform([100, 300], random()));
  expect(variance / (2 / 400)).toBeCloseTo(1, 1);
});

test('forgetGateOne: of the gates i, f, c, o the second is one', () => {
  expect([...forgetGateOne([8], random())]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  expect([...forgetGateOne([4], random())]).toEqual([0, 1, 0, 0]);
});
