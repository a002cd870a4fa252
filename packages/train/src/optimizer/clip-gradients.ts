import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { NamedTensors } from './optimizer.ts';

/**
 * Shrinks all gradients by one factor so that their joint length is at most `maximumNorm`; shorter ones stay exactly as they are. The
 * direction is kept, and one exploding batch cannot throw the weights away.
 *
 * @returns new tensors, for the caller's tidy, and [] the length before clipping; without a maximum, the gradients as they came
 * @see Pascanu, Mikolov, Bengio 2013, algorithm 1
 */
export const clipGradients = (
  gradients: NamedTensors,
  maximumNorm: number = Infinity,
): { readonly gradients: NamedTensors; readonly norm: Scalar } => {
  const squares = [...gradients.values()].map((gradient) => tf.sum<Scalar>(tf.square(gradient)));
  const norm: Scalar = tf.sqrt(tf.addN<Scalar>(squares));
  if (maximumNorm === Infinity) return { gradients, norm };
  const factor = tf.div(maximumNorm, tf.maximum(norm, maximumNorm));
  const clipped = [...gradients].map(([path, gradient]): [string, Tensor] => [path, tf.mul(gradient, factor)]);
  return { gradients: new Map(clipped), norm };
};
