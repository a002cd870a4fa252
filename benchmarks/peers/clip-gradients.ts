import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';

/** Gradients as tfjs's optimizers take them. */
export type NamedGradients = { readonly name: string; readonly tensor: tf.Tensor }[];

/** Gradients made shorter together where their norm is larger than 5, operation by operation. */
export const clipGradients = (gradients: NamedGradients): NamedGradients => {
  const clipped = tf.tidy(() => {
    const squares = gradients.map(({ tensor }) => tf.sum(tf.square(tensor)));
    const scale = tf.minimum(1, tf.div(5, tf.sqrt(tf.addN(squares as Scalar[]))));
    return gradients.map(({ tensor }) => tf.mul(tensor, scale));
  });
  return gradients.map(({ name }, i) => ({ name, tensor: clipped[i] as tf.Tensor }));
};
