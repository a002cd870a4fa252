import type { KindDescription } from '../kind/kind.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';

/** How a cell of any of our kinds is built beside its sizes. */
export type RecurrenceOptions = {
  /** Normalises its sums; see Ba, Kiros, Hinton 2016. */
  readonly layerNorm?: boolean;
  /** d: one cell and d − 1 transitions without an input at each step of time; see Miceli Barone et al. 2017. */
  readonly depth?: number;
};

/** What our kinds say of them. */
export const recurrenceOptions: KindDescription<RecurrenceOptions>['options'] = {
  layerNorm: { type: 'flag', about: 'layer normalisation of its sums (Ba, Kiros, Hinton 2016)', default: false },
  depth: {
    type: 'count',
    about: 'd, one cell and d − 1 transitions without an input at each step (Miceli Barone et al. 2017)',
    default: 1,
  },
};

/** A scope for the weights of each of d − 1 transitions: `transitions.0`, `transitions.1`, … */
export const transitionScopes = (depth: number, parameters: ParameterScope): ParameterScope[] => {
  const transitions = parameters.scope('transitions');
  return Array.from({ length: depth - 1 }, (_, i) => transitions.scope(String(i)));
};
