import type { CellState, LayerCell } from '../cell.ts';
import { unroll } from '../unroll.ts';

/** The cell as a backend would have it that can do all its steps at once, though it is done by steps: for tests of what relies on that. */
export const atOnce = <State extends CellState>(cell: LayerCell<State>): LayerCell<State> => {
  const { unroll: _, ...steps } = cell;
  return {
    ...steps,
    unroll: ({ inputs, mask, mode, reverse, state }) =>
      unroll<State>(steps, inputs, mask, mode, { reverse, initialState: state }),
  };
};
