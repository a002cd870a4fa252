import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';

/** Inside the root, so that a row of equal values gives zeros and a finite gradient. */
const epsilon = 1e-5;

/**
 * Layer normalisation without its shift: each row less its mean, over its standard deviation, times a gain of each place:
 * (x − μ) / √(σ² + 10⁻⁵) ⊙ gain.
 *
 * @param values - [B, N]
 * @param gain - [N]
 * @see Ba, Kiros, Hinton 2016, equation 4; the epsilon is that of their code
 */
export const layerNorm = (values: Tensor2D, gain: Tensor): Tensor2D => {
  const centred = tf.sub(values, tf.mean(values, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  return tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, epsilon))), gain);
};

/**
 * Refuses a cell of one unit: one value less its mean is zero whatever was read.
 *
 * @param part - who asks, for example "layerNormGruCell"
 * @throws ConfigError
 */
export const checkNormalizedUnits = (part: string, units: number): void => {
  if (units === 1)
    throw new ConfigError(
      `${part}: units is 1, and one value normalised is always zero; use two units or more.`,
      'units',
    );
};
