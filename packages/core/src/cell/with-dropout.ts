import { ConfigError } from '../errors/config-error.ts';
import { dropout } from '../tensor/dropout.ts';
import type { CellState, LayerCell } from './cell.ts';

/**
 * A cell whose input loses values at random while training; its recurrent connection stays whole.
 *
 * @param rate - the share that is lost, in [0, 1)
 * @see Zaremba, Sutskever, Vinyals 2014
 */
export const withDropout = <State extends CellState>(cell: LayerCell<State>, rate: number): LayerCell<State> => {
  if (!(rate >= 0 && rate < 1))
    throw new ConfigError(`dropout: rate is ${rate}; give a number from 0 up to, not including, 1.`, 'dropout');
  return { ...cell, step: (input, state, mode) => cell.step(dropout(input, rate, mode), state, mode) };
};
