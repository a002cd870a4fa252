import { scattered } from '../../../testing/sequences.ts';
import type { CellSizes, LayerCell } from '../../cell/cell.ts';
import { elmanCell } from '../../cell/elman-cell.ts';
import { gruCell } from '../../cell/gru-cell.ts';
import { lstmCell } from '../../cell/lstm-cell.ts';
import { createParameterStore, type ParameterScope, type ParameterStore } from '../../parameters/parameter-store.ts';
import type { Encoder } from '../encoder.ts';
import type { EncoderKind, EncoderParts } from '../encoder-kind.ts';
import { firstBackwardSummary } from '../summary/first-backward-summary.ts';
import { lastSummary } from '../summary/last-summary.ts';
import { maxSummary } from '../summary/max-summary.ts';
import { meanSummary } from '../summary/mean-summary.ts';
import type { SummaryKind } from '../summary/summary.ts';

type CellMaker = (sizes: CellSizes, parameters: ParameterScope) => LayerCell;

export const cells: Readonly<Record<'elman' | 'gru' | 'lstm', CellMaker>> = {
  elman: elmanCell,
  gru: (sizes, parameters) => gruCell(sizes, { resetAfter: false }, parameters),
  lstm: lstmCell,
};

type SummaryName = 'last' | 'first-backward' | 'mean' | 'max';

const summaries: Readonly<Record<SummaryName, SummaryKind<Record<never, never>>>> = {
  last: lastSummary,
  'first-backward': firstBackwardSummary,
  mean: meanSummary,
  max: maxSummary,
};

export const summaryNames: readonly SummaryName[] = ['last', 'first-backward', 'mean', 'max'];

/** What an encoder of inputs 3 wide is built with. */
export const partsOf = (cell: 'elman' | 'gru' | 'lstm', summary: SummaryName = 'last'): EncoderParts => ({
  inputSize: 3,
  cell: cells[cell],
  summary: (sizes, parameters) => summaries[summary].create(sizes, {}, parameters),
});

/** An encoder of the kind with weights of which none is zero. */
export const withEncoder = <Options>(
  kind: EncoderKind<Options>,
  options: Options,
  parts: EncoderParts,
  run: (encoder: Encoder, store: ParameterStore) => void,
): void => {
  const store = createParameterStore(scattered(1));
  run(kind.create(parts, options, store), store);
  store.dispose();
};
