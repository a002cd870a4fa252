import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { CellSizes, CellState, HiddenReading, LayerCell } from './cell.ts';

/**
 * The next state.
 *
 * @param input - [B, inputSize]
 * @param read - what the recurrent products see of the hidden, [B, H]
 */
export type CellEquations<State extends CellState> = (input: Tensor2D, state: State, read: Tensor2D) => State;

/**
 * A cell whose equations are plain operations at every step, and whose parts of state are all as wide as it has units.
 *
 * @param name - for messages, for example "elmanCell"
 * @param parts - of the state, for example hidden and carry
 */
export const cellFromEquations = <State extends CellState>(
  name: string,
  { inputSize, units }: CellSizes,
  parts: readonly (keyof State & string)[],
  equations: CellEquations<State>,
): LayerCell<State> => {
  const ofEachPart = <Value>(value: () => Value): Record<keyof State & string, Value> =>
    Object.fromEntries(parts.map((part) => [part, value()])) as Record<keyof State & string, Value>;

  const stepReading = (input: Tensor2D, state: State, read: HiddenReading) => {
    const states = Object.fromEntries(parts.map((part) => [part, [state[part] as Tensor2D, `B ${units}`] as const]));
    checkShapes(`${name}.step`, { input: [input, `B ${inputSize}`], ...states });
    const next = equations(input, state, read(state.hidden));
    return { output: next.hidden, state: next };
  };

  return {
    inputSize,
    outputSize: units,
    stateSizes: ofEachPart(() => units),
    initialState: (batchSize) => ofEachPart(() => tf.zeros([batchSize, units])) as State,
    step: (input, state) => stepReading(input, state, (hidden) => hidden),
    stepReading: (input, state, _mode, read) => stepReading(input, state, read),
  };
};
