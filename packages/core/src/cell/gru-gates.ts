import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { layerNorm } from './layer-norm.ts';

/** The recurrent weights of a GRU, gates in the order z, r, h. */
export type GruRecurrentWeights = {
  /** [H, 3·H] */
  readonly recurrentKernel: Tensor2D;
  /** [3·H]; with it the reset gate acts after the recurrent product, without it before. */
  readonly recurrentBias?: Tensor1D | undefined;
  /** [3·H]; with it the recurrent products are normalised: those of both gates as one vector, that of the candidate as another. */
  readonly recurrentGain?: Tensor1D | undefined;
};

/**
 * What a GRU makes of its input and its hidden: h' = z ⊙ h + (1 − z) ⊙ h̃, with z and r from `read` U and h̃ from (r ⊙ `read`) U or,
 * with a recurrent bias, r ⊙ (`read` U + b').
 *
 * @param fromInput - [B, 3·H] x W + b, or [1, 3·H] where it is the same for all rows
 * @param hidden - [B, H] what the update gate keeps
 * @param read - [B, H] what the recurrent products see of it
 */
export const gruGates = (
  { recurrentKernel, recurrentBias, recurrentGain }: GruRecurrentWeights,
  fromInput: Tensor2D,
  hidden: Tensor2D,
  read: Tensor2D,
): Tensor2D => {
  const units = hidden.shape[1];
  const [gateInput, candidateInput] = cut(fromInput, units);

  if (recurrentBias) {
    const product: Tensor2D = tf.matMul(read, recurrentKernel);
    const normalized = recurrentGain ? normalizeGates(product, recurrentGain) : product;
    const [gateHidden, candidateHidden] = cut(tf.add(normalized, recurrentBias), units);
    const [update, reset] = tf.split(tf.sigmoid(tf.add(gateInput, gateHidden)), 2, 1) as [Tensor2D, Tensor2D];
    return mix(update, hidden, tf.tanh(tf.add(candidateInput, tf.mul(reset, candidateHidden))));
  }

  const [gateKernel, candidateKernel] = cut(recurrentKernel, units);
  const [gateGain, candidateGain] = recurrentGain ? tf.split(recurrentGain, [2 * units, units]) : [];
  const product = (values: Tensor2D, kernel: Tensor2D, gain: Tensor | undefined): Tensor2D =>
    gain ? layerNorm(tf.matMul(values, kernel), gain) : tf.matMul(values, kernel);
  const gates = tf.sigmoid(tf.add(gateInput, product(read, gateKernel, gateGain)));
  const [update, reset] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
  const fromReset = product(tf.mul(reset, read), candidateKernel, candidateGain);
  return mix(update, hidden, tf.tanh(tf.add(candidateInput, fromReset)));
};

/**
 * Layer normalisation of a GRU's sums: those of both gates as one vector, that of the candidate as another.
 *
 * @param sums - [B, 3·H], gates in the order z, r, h
 * @param gain - [3·H]
 */
export const normalizeGates = (sums: Tensor2D, gain: Tensor1D): Tensor2D => {
  const units = gain.shape[0] / 3;
  const [gates, candidate] = cut(sums, units);
  const [gateGain, candidateGain] = tf.split(gain, [2 * units, units]) as [Tensor, Tensor];
  return tf.concat([layerNorm(gates, gateGain), layerNorm(candidate, candidateGain)], 1);
};

/** [N, 3·H] as [N, 2·H] of the gates z and r, and [N, H] of the candidate. */
const cut = (values: Tensor2D, units: number): [gates: Tensor2D, candidate: Tensor2D] =>
  tf.split(values, [2 * units, units], 1) as [Tensor2D, Tensor2D];

const mix = (update: Tensor2D, hidden: Tensor2D, candidate: Tensor2D): Tensor2D =>
  tf.add(tf.mul(update, hidden), tf.mul(tf.sub(1, update), candidate));
