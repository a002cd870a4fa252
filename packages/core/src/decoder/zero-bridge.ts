import { type Bridge, type BridgeEnds, type BridgeKind, defineBridge } from './bridge.ts';

/** The decoder begins with zeros: all it knows of the source comes through attention or a fixed context. */
export const zeroBridge =
  ({ cells }: BridgeEnds): Bridge =>
  ({ summary }) => ({ layers: cells.map((cell) => cell.initialState(summary.shape[0])) });

/** {@link zeroBridge} as a config names it. */
export const zeroBridgeKind: BridgeKind<Record<never, never>> = defineBridge(zeroBridge, {
  name: 'zero',
  formula: 's₀ = 0',
  options: {},
});
