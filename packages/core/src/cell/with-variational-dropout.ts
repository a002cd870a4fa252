import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { checkOption } from '../kind/option.ts';
import type { Mode } from '../random/mode.ts';
import { dropoutFactors } from '../tensor/dropout.ts';
import type { CellSequence, CellState, HiddenReading, LayerCell, StepReading } from './cell.ts';

export type VariationalDropoutRates = {
  /** The share of the input that is lost, in [0, 1); 0 by default. */
  readonly inputs?: number;
  /** The share of the hidden that the recurrent products do not see, in [0, 1); 0 by default. */
  readonly state?: number;
};

/**
 * A cell that loses the same values at every step of a sequence while training, of its input and of the hidden that its recurrent
 * products read; the state that it keeps stays whole. Each row loses others, and so does each training step.
 *
 * One mask m for all gates: x ⊙ m_inputs and h ⊙ m_state, of zeros and 1 / (1 − rate). In a deep transition all transitions read
 * through the same mask. Masks come from forks of `mode.random`, which are the same however much was drawn, so nothing is remembered
 * between steps; whoever trains gives each training step a stream of its own.
 *
 * @param name - of this cell, other than that of any other in the model; cells of one name and size lose the same
 * @throws ConfigError if a rate is out of range, or the hidden of a cell without `stepReading` is to be dropped
 * @see Gal, Ghahramani 2016, section 4, with weights tied over gates
 */
export const withVariationalDropout = <State extends CellState>(
  cell: LayerCell<State>,
  { inputs = 0, state: hidden = 0 }: VariationalDropoutRates,
  name: string,
): LayerCell<State> => {
  checkOption({ type: 'share', about: 'dropout' }, inputs, 'withVariationalDropout: inputs', 'dropout.inputs');
  checkOption({ type: 'share', about: 'dropout' }, hidden, 'withVariationalDropout: state', 'dropout.state');
  if (hidden > 0 && !cell.stepReading) {
    throw new ConfigError(
      `withVariationalDropout: the cell ${name} has no stepReading, so what it reads of its hidden cannot be told from what it keeps; ` +
        'write one, or leave state at 0.',
      'dropout.state',
    );
  }
  if (inputs === 0 && hidden === 0) return cell;
  const { inputSize, outputSize, stateSizes } = cell;

  const dropInput = (input: Tensor2D, mode: Mode): Tensor2D => {
    const mask = maskOf([input.shape[0], inputSize], inputs, mode, `${name}.inputs`);
    return mask ? tf.mul(input, mask) : input;
  };
  const stepReading = (input: Tensor2D, state: State, mode: Mode, read: HiddenReading) => {
    const mask = maskOf([input.shape[0], outputSize], hidden, mode, `${name}.state`);
    const readDropped = mask ? (whole: Tensor2D) => read(tf.mul(whole, mask)) : read;
    return (cell.stepReading as StepReading<State>)(dropInput(input, mode), state, mode, readDropped);
  };

  // `lstm` is not handed on: an operation that does many cells' work at once would drop nothing. `dropout` still holds.
  return {
    inputSize,
    outputSize,
    stateSizes,
    ...(cell.dropout !== undefined && { dropout: cell.dropout }),
    initialState: (batchSize) => cell.initialState(batchSize),
    step: (input, state, mode) =>
      hidden > 0 && mode.training
        ? stepReading(input, state, mode, (whole) => whole)
        : cell.step(dropInput(input, mode), state, mode),
    ...(cell.stepReading && { stepReading }),
    ...(cell.unroll && {
      unroll: (sequence: CellSequence<State>) => {
        const { inputs: all, mode } = sequence;
        if (hidden > 0 && mode.training) return undefined;
        const mask = maskOf([all.shape[0], inputSize], inputs, mode, `${name}.inputs`);
        return cell.unroll?.(mask ? { ...sequence, inputs: tf.mul(all, tf.expandDims(mask, 1)) } : sequence);
      },
    }),
  };
};

/** What is multiplied by, the same for one `mode.random` and one fork; undefined where nothing is lost. */
const maskOf = (
  shape: [batch: number, width: number],
  rate: number,
  mode: Mode,
  fork: string,
): Tensor2D | undefined => {
  if (!mode.training || rate === 0) return undefined;
  return tf.tensor2d(dropoutFactors(shape[0] * shape[1], rate, mode.random.fork(fork)), shape);
};
