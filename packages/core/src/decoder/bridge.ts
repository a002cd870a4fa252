import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { CellState, LayerCell } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import type { Encoded, Encoder } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import { affine } from '../fused/affine.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';

/** From what the encoder ended with to what the decoder begins with, one state per decoder layer. */
export type Bridge = (encoded: Encoded) => StackedState;

/** What a bridge connects: any encoder with the cells of any decoder, lowest first. */
export type BridgeEnds = { readonly encoder: Encoder; readonly cells: readonly LayerCell[] };

/**
 * Decoder layer l begins with the final state of encoder layer min(l, L − 1).
 *
 * @throws ConfigError if a width differs or the encoder lacks a part of the state
 */
export const copyBridge = ({ encoder, cells }: BridgeEnds): Bridge => {
  const from = cells.map((_, layer) => Math.min(layer, encoder.stateSizes.length - 1));
  cells.forEach((cell, layer) => {
    const sizes = encoder.stateSizes[from[layer] as number] as Readonly<Record<string, number>>;
    for (const [part, wanted] of Object.entries(cell.stateSizes)) {
      const got = sizes[part];
      if (got === wanted) continue;
      const problem =
        got === undefined
          ? `decoder layer ${layer} has a ${part}, which encoder layer ${from[layer]} lacks`
          : `the ${part} of encoder layer ${from[layer]} is ${got} wide but that of decoder layer ${layer} is ${wanted}`;
      throw new ConfigError(
        `bridge copy: ${problem}; use bridge dense or zero, or make encoder and decoder alike.`,
        'bridge',
      );
    }
  });
  return ({ finalStates }) => ({
    layers: cells.map((cell, layer) => {
      const state = finalStates[from[layer] as number] as CellState;
      return Object.fromEntries(Object.keys(cell.stateSizes).map((part) => [part, state[part]])) as CellState;
    }),
  });
};

/**
 * Each part of each decoder layer's state is tanh(s W + b) of the top encoder layer's final state; a part that the encoder lacks
 * is computed from its hidden. Fits any encoder to any decoder.
 *
 * Weights: `0.h.kernel` [D, H], `0.h.bias` [H], `0.c.…` for the carry, one number per layer.
 *
 * @see Bahdanau, Cho, Bengio 2015, appendix A.2.2
 */
export const denseBridge = ({ encoder, cells }: BridgeEnds, parameters: ParameterScope): Bridge => {
  const top = encoder.stateSizes.at(-1) as Readonly<Record<string, number>>;
  const layers = cells.map((cell, layer) =>
    Object.entries(cell.stateSizes).map(([part, width]) => {
      const from = Object.hasOwn(top, part) ? part : 'hidden';
      const scope = parameters.scope(String(layer)).scope(nameOfPart(part));
      const kernel = scope.create('kernel', [top[from] as number, width], glorotUniform);
      const bias = scope.create('bias', [width], zeros);
      return { part, from, kernel, bias };
    }),
  );
  return ({ finalStates }) => {
    const state = finalStates.at(-1) as CellState;
    return {
      layers: layers.map(
        (parts) =>
          Object.fromEntries(
            parts.map(({ part, from, kernel, bias }) => [part, tf.tanh(affine(state[from] as Tensor2D, kernel, bias))]),
          ) as CellState,
      ),
    };
  };
};

/** The decoder begins with zeros: all it knows of the source comes through attention or a fixed context. */
export const zeroBridge =
  ({ cells }: BridgeEnds): Bridge =>
  ({ summary }) => ({ layers: cells.map((cell) => cell.initialState(summary.shape[0])) });

/** The checkpoint's short names of the usual parts. */
const nameOfPart = (part: string): string => ({ hidden: 'h', carry: 'c' })[part] ?? part;
