import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { constant, glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { CellSizes, LayerCell } from './cell.ts';
import { cellFromEquations } from './cell-from-equations.ts';
import type { ElmanState } from './elman-cell.ts';
import { checkNormalizedUnits, layerNorm } from './layer-norm.ts';

/**
 * The plain recurrent cell with its sum normalised, which keeps the hidden from exploding or vanishing: h' = tanh(LN(x W + h U) + b).
 *
 * Weights: those of `elmanCell`; `gain` [H] of the sum, one at first, whose shift is b.
 *
 * @throws ConfigError if there is one unit
 * @see Ba, Kiros, Hinton 2016, section 3.1, equation 4
 */
export const layerNormElmanCell = (
  { inputSize, units }: CellSizes,
  parameters: ParameterScope,
): LayerCell<ElmanState> => {
  checkNormalizedUnits('layerNormElmanCell', units);
  const kernel = parameters.create('kernel', [inputSize, units], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [units, units], glorotUniform);
  const bias = parameters.create('bias', [units], zeros);
  const gain = parameters.create('gain', [units], constant(1));

  return cellFromEquations('layerNormElmanCell', { inputSize, units }, ['hidden'], (input, _state, read) => {
    const sum: Tensor2D = tf.add(tf.matMul(input, kernel), tf.matMul(read, recurrentKernel));
    return { hidden: tf.tanh(tf.add(layerNorm(sum, gain), bias)) };
  });
};
