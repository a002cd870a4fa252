import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Mode } from '../random/mode.ts';

/**
 * While training, zeroes each value with probability `rate` and scales the others by 1 / (1 − rate); otherwise changes nothing.
 *
 * @param rate - in [0, 1)
 * @see Srivastava et al. 2014
 */
export const dropout = <Values extends Tensor>(values: Values, rate: number, mode: Mode): Values => {
  if (!mode.training || rate === 0) return values;
  const { random } = mode;
  const kept = Float32Array.from({ length: values.size }, () => (random.next() < rate ? 0 : 1 / (1 - rate)));
  return tf.mul(values, tf.tensor(kept, values.shape));
};
