import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { checkNormalizedUnits, layerNorm } from './layer-norm.ts';

cpuTest('each row less its mean, over its deviation, times the gain of each place', () => {
  // By hand: means 2 and 1, variances 1 and 9; gains 1 and 5.
  const normalized = layerNorm(
    tf.tensor2d([
      [1, 3],
      [4, -2],
    ]),
    tf.tensor1d([1, 5]),
  );
  expectClose(normalized, [
    -1 / Math.sqrt(1.00001),
    5 / Math.sqrt(1.00001),
    3 / Math.sqrt(9.00001),
    -15 / Math.sqrt(9.00001),
  ]);
});

cpuTest('neither scale nor shift of a row matters', () => {
  const row = [0.3, -1.2, 2.5, 0.7];
  const gain = tf.ones([4]);
  expectClose(
    layerNorm(tf.tensor2d([row.map((x) => 40 * x - 7)]), gain),
    layerNorm(tf.tensor2d([row.map((x) => 40 * x)]), gain),
    { absolute: 1e-5 },
  );
  expectClose(
    layerNorm(tf.tensor2d([row.map((x) => 1e4 * x)]), gain),
    layerNorm(tf.tensor2d([row.map((x) => 2e4 * x)]), gain),
  );
});

cpuTest('a row of equal values gives zeros and a finite gradient', () => {
  for (const value of [0, 3]) {
    const [values, gain] = [tf.tensor2d([[value, value, value]]), tf.tensor1d([1, 2, 3])];
    expectClose(layerNorm(values, gain), [0, 0, 0], { absolute: 0 });
    // By hand: of Σ gainᵢ yᵢ the gradient is (gain − its mean) / √10⁻⁵.
    const gradient = tf.grad((x) => tf.sum(layerNorm(x as Tensor2D, gain)))(values);
    expectClose(gradient, [-1 / Math.sqrt(1e-5), 0, 1 / Math.sqrt(1e-5)], { absolute: 1e-3 });
  }
});

cpuTest('gradients equal finite differences', () => {
  const values = tf.variable(
    tf.tensor2d([
      [0.3, -1.2, 0.5],
      [1, 2, -0.4],
    ]),
  );
  const gain = tf.variable(tf.tensor1d([0.7, 1.3, -0.4]));
  const shares = tf.tensor2d([
    [0.2, -0.5, 0.9],
    [0.4, 0.1, -0.3],
  ]);
  expectGradients(
    () => tf.sum(tf.mul(layerNorm(values, gain), shares)),
    new Map<string, tf.Variable>([
      ['values', values],
      ['gain', gain],
    ]),
  );
  tf.dispose([values, gain]);
});

cpuTest('one unit is refused, as it would always be zero', () => {
  const check = (units: number) => () => checkNormalizedUnits('layerNormGruCell', units);
  expect(check(1)).toThrow(
    'layerNormGruCell: units is 1, and one value normalised is always zero; use two units or more.',
  );
  expect(check(1)).toThrow(ConfigError);
  expect(check(2)).not.toThrow();
});
