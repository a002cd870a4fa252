import type { LayerCell } from '../cell/cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import type { Encoded, Encoder } from '../encoder/encoder.ts';
import { type KindDescription, resolveOptions } from '../kind/kind.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';

/**
 * From what the encoder ended with to what the decoder begins with: one state per decoder layer, with the parts and widths that its cell
 * declares.
 *
 * It may read all of what was encoded: `finalStates`, whose widths are the encoder's `stateSizes`; `summary` [B, summarySize]; and
 * `memory`, values [B, S, memorySize], zero at padding, with their mask [B, S].
 */
export type Bridge = (encoded: Encoded) => StackedState;

/** What a bridge connects: the widths of any encoder, with the cells of any decoder, lowest first. */
export type BridgeEnds = {
  readonly encoder: Pick<Encoder, 'stateSizes' | 'summarySize' | 'memorySize'>;
  readonly cells: readonly LayerCell[];
};

/** A kind of bridge: what a config names and a catalog holds. */
export interface BridgeKind<Options = unknown> {
  readonly about?: KindDescription<Options>;
  /** @throws ConfigError if it cannot connect these ends */
  create(ends: BridgeEnds, options: Options, parameters: ParameterScope): Bridge;
}

/**
 * A bridge of your own from one function, with its options typed by it.
 *
 * @param about - what it says of itself; its options are then checked, and defaults filled in
 */
export const defineBridge = <Options>(
  create: (ends: BridgeEnds, options: Required<Options>, parameters: ParameterScope) => Bridge,
  about?: KindDescription<NoInfer<Options>>,
): BridgeKind<Options> =>
  about
    ? {
        about,
        create: (ends, options, parameters) =>
          create(ends, resolveOptions(about, options, `${about.name} bridge`, 'bridge'), parameters),
      }
    : { create };
