import type { Tensor2D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import type { Mode } from '../random/mode.ts';
import type { CellState, HiddenReading, LayerCell, StepReading } from './cell.ts';
import type { Transition } from './transition.ts';

/**
 * A cell that thinks longer at each step of time: the first cell reads the input, the transitions after it go from state to state
 * without one, and what the last gives is the hidden of this step. Depth d is one cell and d − 1 transitions.
 *
 * s₁ = first(x, s); sᵢ₊₁ = transitionᵢ(sᵢ); s' = s_d.
 *
 * @throws ConfigError if there is no transition, or one has another state than the first cell
 * @see Pascanu, Gulcehre, Cho, Bengio 2014; Miceli Barone, Helcl, Sennrich, Haddow, Birch 2017, section 2.3 (`rnn_enc_transition_depth` of
 * Nematus)
 */
export const deepTransitionCell = <State extends CellState>(
  first: LayerCell<State>,
  transitions: readonly Transition<State>[],
): LayerCell<State> => {
  checkTransitions(first, transitions);
  const { inputSize, outputSize, stateSizes } = first;

  const goOn = (begun: State, mode: Mode, read: HiddenReading): { output: Tensor2D; state: State } => {
    const state = transitions.reduce((reached, transition) => transition.step(reached, mode, read), begun);
    return { output: state.hidden, state };
  };

  return {
    inputSize,
    outputSize,
    stateSizes,
    initialState: (batchSize) => first.initialState(batchSize),
    step: (input, state, mode) => goOn(first.step(input, state, mode).state, mode, (hidden) => hidden),
    ...(first.stepReading && {
      stepReading: (input: Tensor2D, state: State, mode: Mode, read: HiddenReading) =>
        goOn((first.stepReading as StepReading<State>)(input, state, mode, read).state, mode, read),
    }),
  };
};

const checkTransitions = (first: LayerCell, transitions: readonly Transition[]): void => {
  if (transitions.length === 0) {
    throw new ConfigError(
      'deepTransitionCell: there is no transition, so it would be its first cell alone; give one or more, or use that cell.',
      'transitions',
    );
  }
  const wanted = listed(first.stateSizes);
  transitions.forEach(({ stateSizes }, i) => {
    if (listed(stateSizes) === wanted) return;
    throw new ConfigError(
      `deepTransitionCell: the first cell keeps ${wanted} but transition ${i} ${listed(stateSizes)}; make them equal.`,
      `transitions.${i}`,
    );
  });
};

/** { hidden: 4, carry: 4 } as "carry 4, hidden 4". */
const listed = (sizes: Readonly<Record<string, number>>): string =>
  Object.keys(sizes)
    .toSorted()
    .map((part) => `${part} ${sizes[part]}`)
    .join(', ');
