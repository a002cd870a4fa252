import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { dropout } from '../tensor/dropout.ts';
import { stepsOf } from '../tensor/steps-of.ts';
import type { CellSequence, CellState, LayerCell } from './cell.ts';

/**
 * A cell whose input loses values at random while training; its recurrent connection stays whole.
 *
 * @param rate - the share that is lost, in [0, 1)
 * @see Zaremba, Sutskever, Vinyals 2014
 */
export const withDropout = <State extends CellState>(cell: LayerCell<State>, rate: number): LayerCell<State> => {
  if (!(rate >= 0 && rate < 1))
    throw new ConfigError(`dropout: rate is ${rate}; give a number from 0 up to, not including, 1.`, 'dropout');
  return {
    ...cell,
    dropout: rate,
    step: (input, state, mode) => cell.step(dropout(input, rate, mode), state, mode),
    ...(cell.unroll && {
      unroll: (sequence: CellSequence<State>) => cell.unroll?.({ ...sequence, inputs: dropSteps(sequence, rate) }),
    }),
  };
};

/** Drops as the steps would one after the other, so that the same seed loses the same values however a cell is unrolled. */
const dropSteps = (
  { inputs, reverse, mode }: Pick<CellSequence, 'inputs' | 'reverse' | 'mode'>,
  rate: number,
): Tensor3D => {
  if (!mode.training || rate === 0) return inputs;
  const steps = stepsOf(inputs);
  const inOrder = reverse ? steps.toReversed() : steps;
  const dropped = inOrder.map((step) => dropout(step, rate, mode));
  return tf.stack(reverse ? dropped.toReversed() : dropped, 1) as Tensor3D;
};
