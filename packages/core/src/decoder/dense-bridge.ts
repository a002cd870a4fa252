import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { CellState } from '../cell/cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { type Bridge, type BridgeEnds, type BridgeKind, defineBridge } from './bridge.ts';
import { denseStates } from './dense-states.ts';

/**
 * Each part of each decoder layer's state is tanh(s W + b) of the top encoder layer's final state; a part that the encoder lacks
 * is computed from its hidden. Fits any encoder that has final states to any decoder.
 *
 * Weights: `0.h.kernel` [D, H], `0.h.bias` [H], `0.c.…` for the carry, one number per layer.
 *
 * @throws ConfigError if the encoder has no final state
 * @see Bahdanau, Cho, Bengio 2015, appendix A.2.2
 */
export const denseBridge = ({ encoder, cells }: BridgeEnds, parameters: ParameterScope): Bridge => {
  const top = encoder.stateSizes.at(-1);
  if (!top) {
    throw new ConfigError(
      'bridge dense: it reads the final state of the top encoder layer, but the encoder keeps none; use bridge summary or zero.',
      'bridge',
    );
  }
  return denseStates(
    cells,
    (part) => {
      const from = Object.hasOwn(top, part) ? part : 'hidden';
      return {
        size: top[from] as number,
        read: ({ finalStates }) => (finalStates.at(-1) as CellState)[from] as Tensor2D,
      };
    },
    parameters,
  );
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
