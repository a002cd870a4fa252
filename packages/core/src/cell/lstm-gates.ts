import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LstmState } from './lstm-cell.ts';

/**
 * What an LSTM makes of its gates: carry' = σ(f) ⊙ carry + σ(i) ⊙ tanh(g); hidden' = σ(o) ⊙ tanh(show(carry')).
 *
 * @param gates - [B, 4·H] before σ and tanh, in the order i, f, c, o
 * @param carry - [B, H]
 * @param show - what of the carry the hidden is made of; all of it by default
 */
export const lstmGates = (
  gates: Tensor2D,
  carry: Tensor2D,
  show: (carry: Tensor2D) => Tensor2D = (whole) => whole,
): LstmState => {
  const [write, forget, candidate, read] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const nextCarry: Tensor2D = tf.add(tf.mul(tf.sigmoid(forget), carry), tf.mul(tf.sigmoid(write), tf.tanh(candidate)));
  return { hidden: tf.mul(tf.sigmoid(read), tf.tanh(show(nextCarry))), carry: nextCarry };
};
