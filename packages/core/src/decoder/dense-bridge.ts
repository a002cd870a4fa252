import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { CellState } from '../cell/cell.ts';
import { affine } from '../fused/affine.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { type Bridge, type BridgeEnds, type BridgeKind, defineBridge } from './bridge.ts';

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

/** {@link denseBridge} as a config names it. */
export const denseBridgeKind: BridgeKind<Record<never, never>> = defineBridge(
  (ends, _options, parameters) => denseBridge(ends, parameters),
  {
    name: 'dense',
    formula: 's₀ = tanh(s W + b), s the final state of the top encoder layer',
    source: 'Bahdanau, Cho, Bengio 2015, appendix A.2.2',
    options: {},
  },
);

/** The checkpoint's short names of the usual parts. */
const nameOfPart = (part: string): string => ({ hidden: 'h', carry: 'c' })[part] ?? part;
