import { buildLayers, checkDepth } from './build-layers.ts';
import { defineEncoder, type EncoderKind } from './encoder-kind.ts';
import { recurrentEncoder } from './recurrent-encoder.ts';

export type GnmtOptions = {
  /** H; of each direction of the lowest layer, too. */
  readonly units: number;
  /** L, the bidirectional layer included. */
  readonly layers: number;
  /** Each layer from the third on adds its input to its output. Default: false. */
  readonly residual?: boolean;
};

/**
 * The encoder of Google's translation system: one bidirectional layer that sees both sides, and L − 1 forward layers on it, residual
 * from the third on: x^l = f(x^{l−1}) + x^{l−1}. The second reads twice what it gives, and the first keeps what embeddings are to
 * itself, so neither adds its input, even where the embedding is as wide as the layer.
 *
 * Weights: `layers.0.forward.…`, `layers.0.backward.…`, then `layers.1.forward.…` and so on.
 *
 * @throws ConfigError if `layers` is below 2, or below 3 with `residual`
 * @see Wu et al. 2016, sections 3.1 and 3.2
 */
export const gnmtKind: EncoderKind<GnmtOptions> = defineEncoder(
  (parts, { units, layers, residual }, parameters) => {
    checkDepth('gnmt', layers, 'it is one bidirectional layer with forward layers on it');
    return recurrentEncoder(
      buildLayers(parts, { units, layers }, (l) => ({ direction: l === 0 ? 'bidirectional' : 'forward' }), parameters),
      { residual, residualFrom: 2, summary: parts.summary },
    );
  },
  {
    name: 'gnmt',
    formula: 'one layer both ways, the others forward; x^l = f(x^{l−1}) + x^{l−1} from the third on',
    source: 'Wu et al. 2016, sections 3.1 and 3.2',
    options: {
      units: { type: 'count', about: 'H, the width of the hidden, of each direction' },
      layers: { type: 'count', about: 'L, 2 or more, the bidirectional one included' },
      residual: { type: 'flag', about: 'adds inputs to outputs from the third layer on', default: false },
    },
  },
);
