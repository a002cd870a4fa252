import { type CellKind, defineCell, type LayerCell } from './cell.ts';
import { deepTransitionCell } from './deep-transition-cell.ts';
import { layerNormLstmCell } from './layer-norm-lstm-cell.ts';
import { lstmCell, type LstmState } from './lstm-cell.ts';
import { lstmTransition } from './lstm-transition.ts';
import { recurrenceOptions, type RecurrenceOptions, transitionScopes } from './recurrence-options.ts';

/**
 * The LSTM as a kind, for catalogs: `lstmCell` or `layerNormLstmCell`, with `lstmTransition`s behind it where the depth is above one,
 * whose weights are in the scopes `transitions.0`, `transitions.1`, …
 *
 * @throws ConfigError if an option is unknown or out of range, or there is one unit, and it is to be normalised
 */
export const lstmKind: CellKind<RecurrenceOptions> = defineCell(
  (sizes, { layerNorm, depth }, parameters) => {
    const first: LayerCell<LstmState> = layerNorm ? layerNormLstmCell(sizes, parameters) : lstmCell(sizes, parameters);
    if (depth === 1) return first;
    const transitions = transitionScopes(depth, parameters).map((scope) =>
      lstmTransition(sizes.units, { layerNorm }, scope),
    );
    return deepTransitionCell(first, transitions);
  },
  {
    name: 'lstm',
    formula: 'c′ = σ(f) ⊙ c + σ(i) ⊙ tanh(g); h′ = σ(o) ⊙ tanh(c′), with i, f, g, o of x W + h U + b',
    source: 'Hochreiter, Schmidhuber 1997; Gers, Schmidhuber, Cummins 2000',
    options: recurrenceOptions,
  },
);
