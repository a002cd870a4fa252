import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { forgetGateOne, glorotUniform } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { lstmSequence, lstmStep } from '../fused/lstm-sequence.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellSizes, LayerCell } from './cell.ts';
import { lstmGates } from './lstm-gates.ts';

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

  const stepFrom = (input: Tensor2D, read: Tensor2D, carry: Tensor2D): LstmState =>
    lstmGates(tf.add(tf.add(tf.matMul(input, kernel), tf.matMul(read, recurrentKernel)), bias), carry);
  const checkStep = (input: Tensor2D, { hidden, carry }: LstmState): void => {
    checkShapes('lstmCell.step', {
      input: [input, `B ${inputSize}`],
      hidden: [hidden, `B ${units}`],
      carry: [carry, `B ${units}`],
    });
  };

  return {
    inputSize,
    outputSize: units,
    stateSizes: { hidden: units, carry: units },
    initialState: (batchSize) => ({ hidden: tf.zeros([batchSize, units]), carry: tf.zeros([batchSize, units]) }),
    step: (input, state) => {
      checkStep(input, state);
      const { hidden, carry } = state;
      const next = lstmStep({ input, kernel, recurrentKernel, bias, hidden, carry }) ?? stepFrom(input, hidden, carry);
      return { output: next.hidden, state: next };
    },
    stepReading: (input, state, _mode, read) => {
      checkStep(input, state);
      const next = stepFrom(input, read(state.hidden), state.carry);
      return { output: next.hidden, state: next };
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
