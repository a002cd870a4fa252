import type { CellState } from '../../cell/cell.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { defineSummary, type Summary, type SummaryKind, type SummarySizes } from './summary.ts';

/** The top layer's final hidden: what an encoder's summary is where nothing else is said. */
export const lastHidden = ({ stateSizes }: SummarySizes): Summary => {
  const size = stateSizes.at(-1)?.['hidden'];
  if (size === undefined) {
    throw new ConfigError(
      `last summary: it is the top layer's final hidden, but the encoder has ${stateSizes.length} layers with final states and none ` +
        'on top with a hidden; use a summary of the memory, mean or max.',
      'encoder.summary',
    );
  }
  return { size, summarize: ({ finalStates }) => (finalStates.at(-1) as CellState).hidden };
};

/**
 * c = h_S: the top layer's final hidden, forward‖backward where it reads both ways.
 *
 * @throws ConfigError if the encoder has no final hidden
 * @see Cho et al. 2014; Sutskever, Vinyals, Le 2014
 */
export const lastSummary: SummaryKind<Record<never, never>> = defineSummary(lastHidden, {
  name: 'last',
  formula: 'h_S, the top layer’s final hidden',
  source: 'Cho et al. 2014; Sutskever, Vinyals, Le 2014',
  options: {},
});
