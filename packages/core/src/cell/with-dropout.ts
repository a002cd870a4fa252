import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Mode } from '../random/mode.ts';
import { checkDropoutRate, dropout, dropoutFactorsOfSteps } from '../tensor/dropout.ts';
import type { CellSequence, CellState, HiddenReading, LayerCell, StepReading } from './cell.ts';

/**
 * A cell whose input loses values at random while training; its recurrent connection stays whole.
 *
 * @param rate - the share that is lost, in [0, 1)
 * @see Zaremba, Sutskever, Vinyals 2014
 */
export const withDropout = <State extends CellState>(cell: LayerCell<State>, rate: number): LayerCell<State> => {
  checkDropoutRate(rate);
  const { lstm, ...others } = cell;
  return {
    ...others,
    // Whoever takes an LSTM over knows of one rate, so a cell that dropped already is not to be taken.
    ...(lstm && cell.dropout === undefined && { lstm }),
    dropout: rate,
    step: (input, state, mode) => cell.step(dropout(input, rate, mode), state, mode),
    ...(cell.stepReading && {
      stepReading: (input: Tensor2D, state: State, mode: Mode, read: HiddenReading) =>
        (cell.stepReading as StepReading<State>)(dropout(input, rate, mode), state, mode, read),
    }),
    ...(cell.unroll && {
      unroll: (sequence: CellSequence<State>) => cell.unroll?.({ ...sequence, inputs: dropSteps(sequence, rate) }),
    }),
  };
};

const dropSteps = (
  { inputs, reverse, mode }: Pick<CellSequence, 'inputs' | 'reverse' | 'mode'>,
  rate: number,
): Tensor3D => {
  if (!mode.training || rate === 0) return inputs;
  const [batch, steps, width] = inputs.shape;
  const factors = dropoutFactorsOfSteps([steps, batch, width], rate, mode.random, reverse);
  return tf.mul(inputs, tf.transpose(factors, [1, 0, 2]));
};
