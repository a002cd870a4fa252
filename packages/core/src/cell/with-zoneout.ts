import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { checkOption } from '../kind/option.ts';
import type { Mode } from '../random/mode.ts';
import { dropoutFactors } from '../tensor/dropout.ts';
import type { CellState, HiddenReading, LayerCell, StepReading } from './cell.ts';

/**
 * A cell whose values sometimes stay as they were: while training, each value of each part of the state keeps its old one with
 * probability `rate`, otherwise the step gives what is to be expected, rate · old + (1 − rate) · new. Unlike dropout it forgets nothing.
 *
 * @param rate - in [0, 1)
 * @throws ConfigError if it is not
 * @see Krueger et al. 2017, equations 3 and 4, with one rate for all parts
 */
export const withZoneout = <State extends CellState>(cell: LayerCell<State>, rate: number): LayerCell<State> => {
  checkOption({ type: 'share', about: 'zoneout' }, rate, 'withZoneout: rate', 'zoneout');
  if (rate === 0) return cell;
  const { inputSize, outputSize, stateSizes } = cell;

  const zoneOut = (old: State, next: State, mode: Mode): { output: Tensor2D; state: State } => {
    const state = Object.fromEntries(
      Object.entries(next).map(([part, value]) => [part, mix(old[part] as Tensor2D, value, rate, mode)]),
    ) as State;
    return { output: state.hidden, state };
  };

  // Neither `unroll` nor `lstm` is handed on: an operation that does many steps at once zones nothing out.
  return {
    inputSize,
    outputSize,
    stateSizes,
    initialState: (batchSize) => cell.initialState(batchSize),
    step: (input, state, mode) => zoneOut(state, cell.step(input, state, mode).state, mode),
    ...(cell.stepReading && {
      stepReading: (input: Tensor2D, state: State, mode: Mode, read: HiddenReading) =>
        zoneOut(state, (cell.stepReading as StepReading<State>)(input, state, mode, read).state, mode),
    }),
  };
};

const mix = (old: Tensor2D, next: Tensor2D, rate: number, mode: Mode): Tensor2D => {
  if (!mode.training) return tf.add(tf.mul(old, rate), tf.mul(next, 1 - rate));
  // Multiplying by 0 and 1 is exact, so that what is kept is kept to the bit.
  const isNew = tf.tensor2d(dropoutFactors(next.size, rate, mode.random).map(Math.sign), next.shape);
  return tf.add(tf.mul(old, tf.sub(1, isNew)), tf.mul(next, isNew));
};
