import { type CellKind, defineCell, type LayerCell } from './cell.ts';
import { deepTransitionCell } from './deep-transition-cell.ts';
import { gruCell, type GruOptions, type GruState } from './gru-cell.ts';
import { gruTransition } from './gru-transition.ts';
import { layerNormGruCell } from './layer-norm-gru-cell.ts';
import { recurrenceOptions, type RecurrenceOptions, transitionScopes } from './recurrence-options.ts';

/** How a GRU is built beside its sizes. */
export type GruKindOptions = RecurrenceOptions & GruOptions;

/**
 * The GRU as a kind, for catalogs: `gruCell` or `layerNormGruCell`, with `gruTransition`s behind it where the depth is above one, whose
 * weights are in the scopes `transitions.0`, `transitions.1`, …
 *
 * @throws ConfigError if an option is unknown or out of range, or there is one unit, and it is to be normalised
 */
export const gruKind: CellKind<GruKindOptions> = defineCell(
  (sizes, { layerNorm, depth, resetAfter }, parameters) => {
    const create = layerNorm ? layerNormGruCell : gruCell;
    const first: LayerCell<GruState> = create(sizes, { resetAfter }, parameters);
    if (depth === 1) return first;
    const transitions = transitionScopes(depth, parameters).map((scope) =>
      gruTransition(sizes.units, { resetAfter, layerNorm }, scope),
    );
    return deepTransitionCell(first, transitions);
  },
  {
    name: 'gru',
    formula: 'h′ = z ⊙ h + (1 − z) ⊙ tanh(x W + (r ⊙ h) U + b), with z, r = σ(x W + h U + b)',
    source: 'Cho et al. 2014, equations 5 to 8',
    options: {
      ...recurrenceOptions,
      resetAfter: {
        type: 'flag',
        about: 'the reset gate acts after the recurrent product, as in cuDNN, instead of before',
        default: false,
      },
    },
  },
);
