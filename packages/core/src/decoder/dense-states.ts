import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { CellState, LayerCell } from '../cell/cell.ts';
import type { Encoded } from '../encoder/encoder.ts';
import { affine } from '../fused/affine.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { Bridge } from './bridge.ts';

/** A vector of what was encoded, and its width. */
export type EncodedVector = { readonly size: number; readonly read: (encoded: Encoded) => Tensor2D };

/**
 * Each part of each layer's first state is tanh(x W + b) of a vector x of the encoder's.
 *
 * Weights: `0.h.kernel` [size, H], `0.h.bias` [H], `0.c.…` for the carry, one number per layer.
 *
 * @param vectorFor - which vector a part is made of
 */
export const denseStates = (
  cells: readonly LayerCell[],
  vectorFor: (part: string) => EncodedVector,
  parameters: ParameterScope,
): Bridge => {
  const layers = cells.map((cell, layer) =>
    Object.entries(cell.stateSizes).map(([part, width]) => {
      const { size, read } = vectorFor(part);
      const scope = parameters.scope(String(layer)).scope(nameOfPart(part));
      const kernel = scope.create('kernel', [size, width], glorotUniform);
      const bias = scope.create('bias', [width], zeros);
      return { part, make: (encoded: Encoded): Tensor2D => tf.tanh(affine(read(encoded), kernel, bias)) };
    }),
  );
  return (encoded) => ({
    layers: layers.map(
      (parts) => Object.fromEntries(parts.map(({ part, make }) => [part, make(encoded)])) as CellState,
    ),
  });
};

/** The checkpoint's short names of the usual parts. */
const nameOfPart = (part: string): string => ({ hidden: 'h', carry: 'c' })[part] ?? part;
