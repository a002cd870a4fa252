import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * A hard decision inside differentiable code: what `compute` returns is a constant to differentiation, whatever it was computed from.
 *
 * tfjs refuses to differentiate code in which a comparison or `topk` depends on a weight, even as a mere condition, and it has no
 * operation that stops a gradient. What runs inside a custom gradient is not recorded, and one that takes nothing passes nothing on.
 *
 * @param compute - for example `() => tf.lessEqual(distance, 2)`; what else it makes is given back
 * @returns a tensor of its own, even if `compute` returns one that was there before
 */
export const withoutGradient = <Output extends Tensor>(compute: () => Output): Output => {
  const cut = tf.customGrad(() => ({
    // Without the copy, a tensor that was there before would bring its own past along.
    value: tf.clone(compute()),
    gradFunc: () => [],
  }));
  return cut();
};
