import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import type { Mode } from '../random/mode.ts';
import type { Random } from '../random/random.ts';

/**
 * While training, zeroes each value with probability `rate` and scales the others by 1 / (1 − rate); otherwise changes nothing.
 *
 * @param rate - in [0, 1)
 * @throws ConfigError if it is not
 * @see Srivastava et al. 2014
 */
export const dropout = <Values extends Tensor>(values: Values, rate: number, mode: Mode): Values => {
  checkDropoutRate(rate);
  if (!mode.training || rate === 0) return values;
  return tf.mul(values, tf.tensor(dropoutFactors(values.size, rate, mode.random), values.shape));
};

/**
 * What dropout multiplies by: 0 with probability `rate`, else 1 / (1 − rate).
 *
 * The stream is asked once; each factor is a hash of its answer and the factor's place, an order of magnitude faster than to ask for each.
 */
export const dropoutFactors = (count: number, rate: number, random: Random): Float32Array => {
  let place = (random.next() * 2 ** 32) | 0;
  const border = Math.floor(rate * 2 ** 31 - 2 ** 30);
  const kept = 1 / (1 - rate);
  const factors = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    place = (place + 0x9e3779b9) | 0;
    // The sign of the difference, −1 or 0: a branch would be guessed wrong as often as a value is dropped.
    factors[i] = (1 + (((scramble(place) >> 1) - border) >> 31)) * kept;
  }
  return factors;
};

/**
 * The factors of a sequence's steps, drawn as its steps would one after the other, so that the same seed loses the same values whether a
 * sequence is gone through step by step or at once.
 *
 * @param shape - S, B, E
 * @returns [S, B, E]
 */
export const dropoutFactorsOfSteps = (
  [steps, batch, width]: readonly [number, number, number],
  rate: number,
  random: Random,
  reverse = false,
): Tensor3D => {
  const size = batch * width;
  const factors = new Float32Array(steps * size);
  for (let i = 0; i < steps; i++) {
    factors.set(dropoutFactors(size, rate, random), (reverse ? steps - 1 - i : i) * size);
  }
  return tf.tensor3d(factors, [steps, batch, width]);
};

/** Whole numbers from −2³¹ to 2³¹ − 1 onto themselves, so that every bit depends on every bit (Wellons' `lowbias32`). */
const scramble = (number: number): number => {
  let x = Math.imul(number ^ (number >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
};

/** @throws ConfigError if a rate is not in [0, 1) */
export const checkDropoutRate = (rate: number): void => {
  if (!(rate >= 0 && rate < 1))
    throw new ConfigError(`dropout: rate is ${rate}; give a number from 0 up to, not including, 1.`, 'dropout');
};
