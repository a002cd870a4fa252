import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { CellSizes, LayerCell } from './cell.ts';
import { cellFromEquations } from './cell-from-equations.ts';

export type ElmanState = { readonly hidden: Tensor2D };

/**
 * The plain recurrent cell, for comparison: h' = tanh(x W + h U + b).
 *
 * Weights: `kernel` W [inputSize, H], `recurrentKernel` U [H, H], `bias` b [H].
 *
 * @see Elman 1990
 */
export const elmanCell = ({ inputSize, units }: CellSizes, parameters: ParameterScope): LayerCell<ElmanState> => {
  const kernel = parameters.create('kernel', [inputSize, units], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [units, units], glorotUniform);
  const bias = parameters.create('bias', [units], zeros);

  return cellFromEquations('elmanCell', { inputSize, units }, ['hidden'], (input, _state, read) => ({
    hidden: tf.tanh(tf.add(tf.add(tf.matMul(input, kernel), tf.matMul(read, recurrentKernel)), bias)),
  }));
};
