import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Attention, PreparedMemory } from '../attention/attention.ts';
import type { Cell, CellState, LayerCell } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { Bridge } from './bridge.ts';
import type { Decoder } from './decoder.ts';
import { attendAndKeep, beginHistory } from './kept-history.ts';

export type ConditionalDecoderParts = {
  /** Reads the token, before attention. */
  readonly first: LayerCell;
  /**
   * Its lowest cell reads the context, after attention, and goes on with the state of `first`, so both must have the same; then come the
   * layers above. Where those are to read the context too, it is a stack whose shared input is the context.
   */
  readonly cell: Cell<StackedState>;
  /** One state per layer; the two cells of the lowest share one. */
  readonly bridge: Bridge;
  readonly attention: Attention;
  /** E: the width of the embedded target token. */
  readonly inputSize: number;
};

export type ConditionalState = { readonly stack: StackedState; readonly history: TensorTree };

/**
 * Attend between two cells of one layer: s' = first(y, s), context = attend(s'), s = cell(context, s'). The query has seen the last token,
 * and the state has seen the context before it is read out.
 *
 * @throws ConfigError if a cell does not read what it gets, or the two keep different states
 * @see Firat, Cho 2016, the conditional GRU; Sennrich et al. 2017 (Nematus), section 2, whose GRUs reset after the product
 */
export const conditionalDecoder = (parts: ConditionalDecoderParts): Decoder<ConditionalState, PreparedMemory> => {
  const { first, cell, bridge, attention, inputSize } = parts;
  checkReads('first cell', first.inputSize, `a token of ${inputSize}`, inputSize);
  checkReads('second cell', cell.inputSize, `a context of ${attention.contextSize}`, attention.contextSize);
  checkSameState(first.stateSizes, sizesOfLowest(cell));

  return {
    inputSize,
    outputSize: cell.outputSize,
    contextSize: attention.contextSize,
    attends: true,
    prepare: ({ memory }) => attention.prepare(memory),
    start: (encoded, prepared) => ({ stack: bridge(encoded), history: beginHistory(attention, prepared) }),
    step: (input, { stack, history }, prepared, mode) => {
      checkShapes('conditionalDecoder.step', { input: [input, `B ${inputSize}`] });
      const [lowest, ...upper] = stack.layers as [CellState, ...CellState[]];
      const between = first.step(input, lowest, mode);
      const attended = attendAndKeep(attention, between.output, prepared, history, mode);
      const { output, state } = cell.step(attended.context, { layers: [between.state, ...upper] }, mode);
      return {
        output,
        context: attended.context,
        alignment: attended.weights,
        state: { stack: state, history: attended.history },
      };
    },
  };
};

const checkReads = (which: string, reads: number, given: string, wanted: number): void => {
  if (reads === wanted) return;
  throw new ConfigError(
    `decoder: the ${which} reads ${reads} values but gets ${given}; build it for ${wanted}.`,
    'attention.query',
  );
};

type Sizes = Readonly<Record<string, number>>;

/** A stack does not list the widths of its states, but it can begin with one. */
const sizesOfLowest = (cell: Cell<StackedState>): Sizes => {
  const sizes: Record<string, number> = {};
  tf.tidy(() => {
    const lowest = cell.initialState(1).layers[0] as CellState;
    for (const [part, value] of Object.entries<Tensor2D>(lowest)) sizes[part] = value.shape[1];
  });
  return sizes;
};

const checkSameState = (first: Sizes, second: Sizes): void => {
  const [one, other] = [first, second].map((sizes) =>
    Object.keys(sizes)
      .toSorted()
      .map((part) => `${part} ${sizes[part]}`)
      .join(', '),
  );
  if (one === other) return;
  throw new ConfigError(
    `decoder: the first cell keeps ${one} but the second ${other}; the second goes on with the state of the first, so make them alike.`,
    'attention.query',
  );
};
