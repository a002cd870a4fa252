import type { Mode } from '../random/mode.ts';
import type { CellState, HiddenReading } from './cell.ts';

/** A cell without an input: from one state to the next, within one step of time. */
export interface Transition<State extends CellState = CellState> {
  /** Width of each part of the state, for example { hidden: 256, carry: 256 }. */
  readonly stateSizes: Readonly<Record<keyof State & string, number>>;
  /**
   * @param read - what the recurrent products see of the hidden
   * @returns the state after this transition
   */
  step(state: State, mode: Mode, read: HiddenReading): State;
}

/** How a transition is built beside its size. */
export type TransitionOptions = {
  /** Whether its sums are normalised, as those of the cell with layer normalisation are. */
  readonly layerNorm?: boolean;
};
