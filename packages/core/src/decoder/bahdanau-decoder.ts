import * as tf from '@tensorflow/tfjs-core';
import type { Attention, PreparedMemory } from '../attention/attention.ts';
import type { Cell, CellState } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { Bridge } from './bridge.ts';
import type { Decoder } from './decoder.ts';
import { attendAndKeep, beginHistory } from './kept-history.ts';
import { stepAttention, unrollAttention } from './unroll-attention.ts';

export type BahdanauDecoderParts = {
  /** Reads [y; context]. Where the layers above are to read the context too, as in GNMT, it is a stack whose shared input is the context. */
  readonly cell: Cell<StackedState>;
  readonly bridge: Bridge;
  readonly attention: Attention;
  /** E: the width of the embedded target token. */
  readonly inputSize: number;
};

export type BahdanauState = { readonly stack: StackedState; readonly history: TensorTree };

/**
 * Attend with the previous state, then step: the top layer's hidden of step t − 1 is the query, and the cell reads [y; context].
 *
 * @see Bahdanau, Cho, Bengio 2015, section 3.1; Wu et al. 2016 (GNMT), section 3, for the context in upper layers
 */
export const bahdanauDecoder = (parts: BahdanauDecoderParts): Decoder<BahdanauState, PreparedMemory> => {
  const { cell, bridge, attention, inputSize } = parts;
  if (cell.inputSize !== inputSize + attention.contextSize) {
    throw new ConfigError(
      `decoder: the lowest cell reads ${cell.inputSize} values but gets a token of ${inputSize} and a context of ` +
        `${attention.contextSize}; build it for ${inputSize + attention.contextSize}.`,
      'attention.query',
    );
  }
  return {
    inputSize,
    outputSize: cell.outputSize,
    contextSize: attention.contextSize,
    attends: true,
    prepare: ({ memory }) => attention.prepare(memory),
    start: (encoded, prepared) => ({ stack: bridge(encoded), history: beginHistory(attention, prepared) }),
    unroll: ({ state, ...sequence }) =>
      unrollAttention({ inputSize, cell, attention, stack: state.stack, ...sequence }),
    step: (input, { stack, history }, prepared, mode) => {
      checkShapes('bahdanauDecoder.step', { input: [input, `B ${inputSize}`] });
      const fused = stepAttention({ inputSize, cell, attention, input, stack, prepared, mode });
      if (fused) {
        const { stack: stepped, ...rest } = fused;
        return { ...rest, state: { stack: stepped, history } };
      }
      const query = (stack.layers.at(-1) as CellState).hidden;
      const { context, weights, history: next } = attendAndKeep(attention, query, prepared, history, mode);
      const { output, state } = cell.step(tf.concat([input, context], 1), stack, mode);
      return { output, context, alignment: weights, state: { stack: state, history: next } };
    },
  };
};
