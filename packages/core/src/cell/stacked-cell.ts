import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import type { Cell, CellState } from './cell.ts';
import { unrollStack } from './unroll-stack.ts';

/** One state per layer, lowest first. */
export type StackedState = { readonly layers: readonly CellState[] };

export type StackOptions = {
  /** Layers above the first add the output of the layer below to their own. */
  readonly residual?: boolean;
  /**
   * How many of the last values of the stack's input the layers above the first read too, behind the output of the layer below: a
   * decoder's context, for example. Default: 0.
   *
   * @see Wu et al. 2016, section 3
   */
  readonly sharedInput?: number;
};

/**
 * Cells on top of each other as one cell: each layer reads the output of the one below it.
 *
 * @throws ConfigError if there is no cell, if a cell does not read what it gets, or if an option would do nothing
 */
export const stackedCell = (cells: readonly Cell[], options: StackOptions = {}): Cell<StackedState> => {
  const { residual = false, sharedInput = 0 } = options;
  const [lowest, top] = [cells[0], cells.at(-1)];
  if (!lowest || !top) throw new ConfigError('stackedCell: no cells were given; a stack needs at least one.', 'layers');
  checkWidths(cells, sharedInput);

  const addsInput = cells.map((cell, i) => residual && i > 0 && cells[i - 1]?.outputSize === cell.outputSize);
  if (residual && !addsInput.includes(true)) {
    throw new ConfigError(
      `stackedCell: residual is on but no layer above the first gives as much as it reads (${cells.length} layers of ${top.outputSize} units); ` +
        'use two layers or more of equal units, or leave residual out.',
      'residual',
    );
  }

  const { inputSize } = lowest;
  const sharedOf = (input: Tensor2D): Tensor2D | undefined =>
    sharedInput > 0 ? tf.slice(input, [0, inputSize - sharedInput], [-1, sharedInput]) : undefined;
  return {
    inputSize,
    outputSize: top.outputSize,
    ...(!residual && sharedInput === 0 && { stack: cells }),
    initialState: (batchSize) => ({ layers: cells.map((cell) => cell.initialState(batchSize)) }),
    step: (input, state, mode) => {
      const shared = sharedOf(input);
      let output = input;
      const layers = cells.map((cell, i) => {
        const read: Tensor2D = shared && i > 0 ? tf.concat([output, shared], 1) : output;
        const result = cell.step(read, state.layers[i] as CellState, mode);
        output = addsInput[i] ? tf.add(result.output, output) : result.output;
        return result.state;
      });
      return { output, state: { layers } };
    },
    unroll: (sequence) => unrollStack({ cells, addsInput, sharedInput }, sequence),
  };
};

const checkWidths = (cells: readonly Cell[], sharedInput: number): void => {
  const { inputSize } = cells[0] as Cell;
  if (sharedInput > 0 && cells.length < 2) {
    throw new ConfigError(
      `stackedCell: sharedInput is ${sharedInput} but there is one layer, and only those above the first read it again; use two ` +
        'layers or more, or leave sharedInput out.',
      'sharedInput',
    );
  }
  if (!(Number.isSafeInteger(sharedInput) && sharedInput >= 0 && sharedInput <= inputSize)) {
    throw new ConfigError(
      `stackedCell: sharedInput is ${sharedInput} but the lowest layer reads ${inputSize} values; give a whole number from 0 to that.`,
      'sharedInput',
    );
  }
  cells.slice(1).forEach((cell, i) => {
    const below = cells[i] as Cell;
    if (cell.inputSize === below.outputSize + sharedInput) return;
    const given = sharedInput > 0 ? `${below.outputSize} and the shared input is ${sharedInput}` : below.outputSize;
    throw new ConfigError(
      `stackedCell: layer ${i + 1} reads ${cell.inputSize} values but layer ${i} gives ${given}; make them equal.`,
      `layers.${i + 1}`,
    );
  });
};
