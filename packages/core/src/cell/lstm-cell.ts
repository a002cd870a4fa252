import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { forgetGateOne, glorotUniform } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { lstmSequence, lstmStep } from '../fused/lstm-sequence.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellSizes, LayerCell } from './cell.ts';

export type LstmState = { readonly hidden: Tensor2D; readonly carry: Tensor2D };

/**
 * Long short-term memory with a forget gate: the carry is a conveyor belt that gates write to, erase and read.
 *
 * [i f g o] = x W + h U + b; carry' = σ(f) ⊙ carry + σ(i) ⊙ tanh(g); hidden' = σ(o) ⊙ tanh(carry').
 * Weights: `kernel` W [inputSize, 4·H], `recurrentKernel` U [H, 4·H], `bias` b [4·H], gates in the order i, f, c, o.
 *
 * @see Hochreiter, Schmidhuber 1997; Gers, Schmidhuber, Cummins 2000 for the forget gate
 */
export const lstmCell = ({ inputSize, units }: CellSizes, parameters: ParameterScope): LayerCell<LstmState> => {
  const kernel = parameters.create('kernel', [inputSize, 4 * units], glorotUniform);
  const recurrentKernel = parameters.create('recurrentKernel', [units, 4 * units], glorotUniform);
  const bias = parameters.create('bias', [4 * units], forgetGateOne);

  return {
    inputSize,
    outputSize: units,
    stateSizes: { hidden: units, carry: units },
    initialState: (batchSize) => ({ hidden: tf.zeros([batchSize, units]), carry: tf.zeros([batchSize, units]) }),
    step: (input, { hidden, carry }) => {
      checkShapes('lstmCell.step', {
        input: [input, `B ${inputSize}`],
        hidden: [hidden, `B ${units}`],
        carry: [carry, `B ${units}`],
      });
      const fused = lstmStep({ input, kernel, recurrentKernel, bias, hidden, carry });
      if (fused) return { output: fused.hidden, state: fused };

      const gates = tf.add(tf.add(tf.matMul(input, kernel), tf.matMul(hidden, recurrentKernel)), bias);
      const [write, forget, candidate, read] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
      const nextCarry: Tensor2D = tf.add(
        tf.mul(tf.sigmoid(forget), carry),
        tf.mul(tf.sigmoid(write), tf.tanh(candidate)),
      );
      const nextHidden: Tensor2D = tf.mul(tf.sigmoid(read), tf.tanh(nextCarry));
      return { output: nextHidden, state: { hidden: nextHidden, carry: nextCarry } };
    },
    lstm: { kernel, recurrentKernel, bias },
    unroll: ({ inputs, mask, state, reverse }) => {
      checkShapes('lstmCell.unroll', {
        inputs: [inputs, `B S ${inputSize}`],
        mask: [mask, 'B S'],
        hidden: [state.hidden, `B ${units}`],
        carry: [state.carry, `B ${units}`],
      });
      const result = lstmSequence({ inputs, mask, kernel, recurrentKernel, bias, ...state, reverse });
      return result && { outputs: result.outputs, finalState: { hidden: result.hidden, carry: result.carry } };
    },
  };
};
