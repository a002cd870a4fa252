import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { gruSequence, gruStep } from '../fused/gru-sequence.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellSizes, LayerCell } from './cell.ts';

export type GruState = { readonly hidden: Tensor2D };

export type GruOptions = {
  /** Multiply by the reset gate after the recurrent product (cuDNN, PyTorch, Keras) instead of before (Cho et al.). */
  readonly resetAfter?: boolean;
};

/**
 * Gated recurrent unit: an update gate z mixes old and new, a reset gate r decides how much of the old the new may see.
 *
 * h' = z ⊙ h + (1 − z) ⊙ h̃, with z, r = σ(x W + h U + b) and
 * `resetAfter: false`: h̃ = tanh(x W + (r ⊙ h) U + b);
 * `resetAfter: true`: h̃ = tanh(x W + b + r ⊙ (h U + b')), where `recurrentBias` b' enters z and r too.
 * Weights: `kernel` W [inputSize, 3·H], `recurrentKernel` U [H, 3·H], `bias` b [3·H], gates in the order z, r, h.
 *
 * @see Cho et al. 2014, equations 5 to 8
 */
export const gruCell = (
  { inputSize, units }: CellSizes,
  { resetAfter = false }: GruOptions,
  parameters: ParameterScope,
): LayerCell<GruState> => {
  const kernel = parameters.create('kernel', [inputSize, 3 * units], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [units, 3 * units], glorotUniform);
  const bias = parameters.create('bias', [3 * units], zeros);
  const recurrentBias = resetAfter ? parameters.create('recurrentBias', [3 * units], zeros) : undefined;
  const weights = { kernel, recurrentKernel, bias, recurrentBias };

  const mix = (update: Tensor2D, hidden: Tensor2D, candidate: Tensor2D): Tensor2D =>
    tf.add(tf.mul(update, hidden), tf.mul(tf.sub(1, update), candidate));

  const stepResetBefore = (fromInput: Tensor2D, hidden: Tensor2D): Tensor2D => {
    const gateKernel = tf.slice(recurrentKernel, [0, 0], [units, 2 * units]);
    const candidateKernel = tf.slice(recurrentKernel, [0, 2 * units], [units, units]);
    const [gateInput, candidateInput] = tf.split(fromInput, [2 * units, units], 1) as [Tensor2D, Tensor2D];
    const gates = tf.sigmoid(tf.add(gateInput, tf.matMul(hidden, gateKernel)));
    const [update, reset] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
    const candidate: Tensor2D = tf.tanh(tf.add(candidateInput, tf.matMul(tf.mul(reset, hidden), candidateKernel)));
    return mix(update, hidden, candidate);
  };

  const stepResetAfter = (fromInput: Tensor2D, hidden: Tensor2D, addedBias: tf.Tensor): Tensor2D => {
    const fromHidden = tf.add(tf.matMul(hidden, recurrentKernel), addedBias);
    const [gateInput, candidateInput] = tf.split(fromInput, [2 * units, units], 1) as [Tensor2D, Tensor2D];
    const [gateHidden, candidateHidden] = tf.split(fromHidden, [2 * units, units], 1) as [Tensor2D, Tensor2D];
    const [update, reset] = tf.split(tf.sigmoid(tf.add(gateInput, gateHidden)), 2, 1) as [Tensor2D, Tensor2D];
    return mix(update, hidden, tf.tanh(tf.add(candidateInput, tf.mul(reset, candidateHidden))));
  };

  return {
    inputSize,
    outputSize: units,
    stateSizes: { hidden: units },
    initialState: (batchSize) => ({ hidden: tf.zeros([batchSize, units]) }),
    step: (input, { hidden }) => {
      checkShapes('gruCell.step', { input: [input, `B ${inputSize}`], hidden: [hidden, `B ${units}`] });
      const fused = gruStep({ input, hidden, ...weights });
      if (fused) return { output: fused, state: { hidden: fused } };

      const fromInput: Tensor2D = tf.add(tf.matMul(input, kernel), bias);
      const next = recurrentBias
        ? stepResetAfter(fromInput, hidden, recurrentBias)
        : stepResetBefore(fromInput, hidden);
      return { output: next, state: { hidden: next } };
    },
    unroll: ({ inputs, mask, state: { hidden }, reverse }) => {
      checkShapes('gruCell.unroll', {
        inputs: [inputs, `B S ${inputSize}`],
        mask: [mask, 'B S'],
        hidden: [hidden, `B ${units}`],
      });
      const result = gruSequence({ inputs, mask, hidden, reverse, ...weights });
      return result && { outputs: result.outputs, finalState: { hidden: result.hidden } };
    },
  };
};
