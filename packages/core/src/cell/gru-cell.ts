import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { gruSequence, gruStep } from '../fused/gru-sequence.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellSizes, LayerCell } from './cell.ts';
import { gruGates } from './gru-gates.ts';

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

  const stepFrom = (input: Tensor2D, hidden: Tensor2D, read: Tensor2D): Tensor2D =>
    gruGates(weights, tf.add(tf.matMul(input, kernel), bias), hidden, read);
  const checkStep = (input: Tensor2D, hidden: Tensor2D): void => {
    checkShapes('gruCell.step', { input: [input, `B ${inputSize}`], hidden: [hidden, `B ${units}`] });
  };

  return {
    inputSize,
    outputSize: units,
    stateSizes: { hidden: units },
    initialState: (batchSize) => ({ hidden: tf.zeros([batchSize, units]) }),
    step: (input, { hidden }) => {
      checkStep(input, hidden);
      const next = gruStep({ input, hidden, ...weights }) ?? stepFrom(input, hidden, hidden);
      return { output: next, state: { hidden: next } };
    },
    stepReading: (input, { hidden }, _mode, read) => {
      checkStep(input, hidden);
      const next = stepFrom(input, hidden, read(hidden));
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
