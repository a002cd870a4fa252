import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellSizes, LayerCell } from './cell.ts';

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

  return {
    inputSize,
    outputSize: units,
    stateSizes: { hidden: units },
    initialState: (batchSize) => ({ hidden: tf.zeros([batchSize, units]) }),
    step: (input, { hidden }) => {
      checkShapes('elmanCell.step', { input: [input, `B ${inputSize}`], hidden: [hidden, `B ${units}`] });
      const next: Tensor2D = tf.tanh(
        tf.add(tf.add(tf.matMul(input, kernel), tf.matMul(hidden, recurrentKernel)), bias),
      );
      return { output: next, state: { hidden: next } };
    },
  };
};
