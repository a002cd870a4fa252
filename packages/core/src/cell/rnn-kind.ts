import { type CellKind, defineCell, type LayerCell } from './cell.ts';
import { deepTransitionCell } from './deep-transition-cell.ts';
import { elmanCell, type ElmanState } from './elman-cell.ts';
import { elmanTransition } from './elman-transition.ts';
import { layerNormElmanCell } from './layer-norm-elman-cell.ts';
import { recurrenceOptions, type RecurrenceOptions, transitionScopes } from './recurrence-options.ts';

/**
 * The plain recurrent cell as a kind, for catalogs: `elmanCell` or `layerNormElmanCell`, with `elmanTransition`s behind it where the
 * depth is above one, whose weights are in the scopes `transitions.0`, `transitions.1`, …
 *
 * @throws ConfigError if an option is unknown or out of range, or there is one unit, and it is to be normalised
 */
export const rnnKind: CellKind<RecurrenceOptions> = defineCell(
  (sizes, { layerNorm, depth }, parameters) => {
    const create = layerNorm ? layerNormElmanCell : elmanCell;
    const first: LayerCell<ElmanState> = create(sizes, parameters);
    if (depth === 1) return first;
    const transitions = transitionScopes(depth, parameters).map((scope) =>
      elmanTransition(sizes.units, { layerNorm }, scope),
    );
    return deepTransitionCell(first, transitions);
  },
  {
    name: 'rnn',
    formula: 'h′ = tanh(x W + h U + b)',
    source: 'Elman 1990',
    options: recurrenceOptions,
  },
);
