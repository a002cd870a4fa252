import { buildLayers } from './build-layers.ts';
import { defineEncoder, type EncoderKind } from './encoder-kind.ts';
import { recurrentEncoder } from './recurrent-encoder.ts';
import type { Direction } from './recurrent-layer.ts';

export type RecurrentOptions = {
  /** H; of each direction, where there are two. */
  readonly units: number;
  /** L. Default: 1. */
  readonly layers?: number;
  /** Default: forward. */
  readonly direction?: Direction;
  /** Each layer adds its input to its output where their shapes agree. Default: false. */
  readonly residual?: boolean;
};

/**
 * Layers that all read the same way: h_s = f(x_s, h_{s−1}), ←h_s = f(x_s, ←h_{s+1}), or both joined.
 *
 * Weights: `layers.0.forward.…` and `layers.0.backward.…`, one number per layer.
 *
 * @see Cho et al. 2014 (forward); Sutskever, Vinyals, Le 2014 (backward); Bahdanau, Cho, Bengio 2015 (bidirectional)
 */
export const recurrentKind: EncoderKind<RecurrentOptions> = defineEncoder(
  (parts, { units, layers, direction, residual }, parameters) =>
    recurrentEncoder(
      buildLayers(parts, { units, layers }, () => ({ direction }), parameters),
      { residual, summary: parts.summary },
    ),
  {
    name: 'recurrent',
    formula: 'h_s = f(x_s, h_{s−1}), the other way round, or both',
    source: 'Cho et al. 2014; Sutskever, Vinyals, Le 2014; Bahdanau, Cho, Bengio 2015',
    options: {
      units: { type: 'count', about: 'H, the width of the hidden, of each direction' },
      layers: { type: 'count', about: 'L, how many stand on top of each other', default: 1 },
      direction: {
        type: 'name',
        names: ['forward', 'backward', 'bidirectional'],
        about: 'which way each layer reads',
        default: 'forward',
      },
      residual: { type: 'flag', about: 'adds inputs to outputs where shapes agree', default: false },
    },
  },
);
