import { type BridgeKind, defineBridge } from './bridge.ts';
import { denseStates } from './dense-states.ts';

/**
 * Each part of each decoder layer's state is tanh(c W + b) of the encoder's summary c: with the summary `mean`, the first state of
 * Nematus; with `first-backward`, that of Bahdanau.
 *
 * Weights: `0.h.kernel` [summarySize, H], `0.h.bias` [H], `0.c.…` for the carry, one number per layer.
 *
 * @see Bahdanau, Cho, Bengio 2015, appendix A.2.2; Sennrich et al. 2017 (Nematus), section 2
 */
export const summaryBridgeKind: BridgeKind<Record<never, never>> = defineBridge(
  ({ encoder, cells }, _options, parameters) =>
    denseStates(cells, () => ({ size: encoder.summarySize, read: ({ summary }) => summary }), parameters),
  {
    name: 'summary',
    formula: 's₀ = tanh(c W + b), c the summary of the source',
    source: 'Bahdanau, Cho, Bengio 2015, appendix A.2.2; Sennrich et al. 2017',
    options: {},
  },
);
