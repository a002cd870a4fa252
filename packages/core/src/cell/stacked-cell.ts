import * as tf from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import type { Cell, CellState } from './cell.ts';

/** One state per layer, lowest first. */
export type StackedState = { readonly layers: readonly CellState[] };

export type StackOptions = {
  /** Layers above the first add their input to their output. */
  readonly residual?: boolean;
};

/**
 * Cells on top of each other as one cell: each layer reads the output of the one below it.
 *
 * @throws ConfigError if there is no cell, or if a cell's input is not as wide as the output below it
 */
export const stackedCell = (cells: readonly Cell[], { residual = false }: StackOptions = {}): Cell<StackedState> => {
  const [lowest, top] = [cells[0], cells.at(-1)];
  if (!lowest || !top) throw new ConfigError('stackedCell: no cells were given; a stack needs at least one.', 'layers');
  cells.slice(1).forEach((cell, i) => {
    const below = cells[i] as Cell;
    if (cell.inputSize !== below.outputSize) {
      throw new ConfigError(
        `stackedCell: layer ${i + 1} reads ${cell.inputSize} values but layer ${i} gives ${below.outputSize}; make them equal.`,
        `layers.${i + 1}`,
      );
    }
  });

  const addsInput = cells.map((cell, i) => residual && i > 0 && cell.inputSize === cell.outputSize);
  if (residual && !addsInput.includes(true)) {
    throw new ConfigError(
      `stackedCell: residual is on but no layer above the first gives as much as it reads (${cells.length} layers of ${top.outputSize} units); ` +
        'use two layers or more of equal units, or leave residual out.',
      'residual',
    );
  }

  return {
    inputSize: lowest.inputSize,
    outputSize: top.outputSize,
    ...(!residual && { stack: cells }),
    initialState: (batchSize) => ({ layers: cells.map((cell) => cell.initialState(batchSize)) }),
    step: (input, state, mode) => {
      let output = input;
      const layers = cells.map((cell, i) => {
        const result = cell.step(output, state.layers[i] as CellState, mode);
        output = addsInput[i] ? tf.add(result.output, output) : result.output;
        return result.state;
      });
      return { output, state: { layers } };
    },
  };
};
