import type { CellState } from '../cell/cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import { type Bridge, type BridgeEnds, type BridgeKind, defineBridge } from './bridge.ts';

/**
 * Decoder layer l begins with the final state of encoder layer min(l, L − 1).
 *
 * @throws ConfigError if a width differs or the encoder lacks a part of the state
 * @see Sutskever, Vinyals, Le 2014
 */
export const copyBridge = ({ encoder, cells }: BridgeEnds): Bridge => {
  if (encoder.stateSizes.length === 0) {
    throw new ConfigError(
      'bridge copy: it copies the final states of encoder layers, but the encoder keeps none; use bridge summary or zero.',
      'bridge',
    );
  }
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

/** {@link copyBridge} as a config names it. */
export const copyBridgeKind: BridgeKind<Record<never, never>> = defineBridge(copyBridge, {
  name: 'copy',
  formula: 's₀ of layer l = final state of encoder layer min(l, L − 1)',
  source: 'Sutskever, Vinyals, Le 2014',
  options: {},
});
