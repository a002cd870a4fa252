import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Cell } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { Bridge } from './bridge.ts';
import type { Decoder } from './decoder.ts';

export type PlainDecoderParts = {
  readonly cell: Cell<StackedState>;
  readonly bridge: Bridge;
  /** E: the width of the embedded target token. */
  readonly inputSize: number;
  /** D: the width of the encoder's summary. */
  readonly summarySize: number;
  /** `initial`: the source enters through the first state alone. `every-step`: its summary is read at each step, too. */
  readonly context: 'initial' | 'every-step';
};

/** The summary [B, D], which `every-step` reads at each step. */
export type PlainPrepared = { readonly summary: Tensor2D };

/**
 * The decoder without attention: the whole source must fit into one vector.
 *
 * @see Sutskever, Vinyals, Le 2014 (`initial`); Cho et al. 2014 (`every-step`)
 */
export const plainDecoder = (parts: PlainDecoderParts): Decoder<StackedState, PlainPrepared> => {
  const { cell, bridge, inputSize, summarySize, context } = parts;
  const everyStep = context === 'every-step';
  const wanted = inputSize + (everyStep ? summarySize : 0);
  if (cell.inputSize !== wanted) {
    throw new ConfigError(
      `decoder: the lowest cell reads ${cell.inputSize} values but context ${context} gives ${wanted}; build it for that.`,
      'decoder.context',
    );
  }
  return {
    inputSize,
    outputSize: cell.outputSize,
    contextSize: everyStep ? summarySize : 0,
    attends: false,
    prepare: ({ summary }) => ({ summary }),
    start: (encoded) => bridge(encoded),
    unroll: ({ inputs, state, prepared: { summary }, mode, givesContexts }) => {
      const { B, T } = checkShapes('plainDecoder.unroll', {
        inputs: [inputs, `B T ${inputSize}`],
        summary: [summary, `B ${summarySize}`],
      });
      const contexts: Tensor3D | undefined = everyStep ? tf.tile(tf.expandDims(summary, 1), [1, T, 1]) : undefined;
      const unrolled = cell.unroll?.({
        inputs: contexts ? tf.concat([inputs, contexts], 2) : inputs,
        // What the padding of a target gives is nobody's: the loss leaves it out, and nothing comes after it.
        mask: tf.ones([B, T]),
        state,
        reverse: false,
        mode,
      });
      return unrolled && { outputs: unrolled.outputs, ...(contexts && givesContexts && { contexts }) };
    },
    step: (input, state, { summary }, mode) => {
      checkShapes('plainDecoder.step', { input: [input, `B ${inputSize}`], summary: [summary, `B ${summarySize}`] });
      return everyStep
        ? { ...cell.step(tf.concat([input, summary], 1), state, mode), context: summary }
        : cell.step(input, state, mode);
    },
  };
};
