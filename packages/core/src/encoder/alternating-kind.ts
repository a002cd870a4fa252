import { buildLayers, checkDepth } from './build-layers.ts';
import { defineEncoder, type EncoderKind } from './encoder-kind.ts';
import { recurrentEncoder } from './recurrent-encoder.ts';

export type AlternatingOptions = {
  /** H */
  readonly units: number;
  /** L */
  readonly layers: number;
  /** Each layer adds its input to its output where their shapes agree. Default: false. */
  readonly residual?: boolean;
};

/**
 * Layers that read in turns: layer l forward for even l, backward for odd l, each the outputs of the one below it, so that the top knows
 * both sides without the width of two directions.
 *
 * Weights: `layers.0.forward.…`, `layers.1.backward.…`, `layers.2.forward.…` and so on.
 *
 * @throws ConfigError if `layers` is below 2
 * @see Zhou, Xu 2015; Zhou et al. 2016, section 3, who set two of these side by side
 */
export const alternatingKind: EncoderKind<AlternatingOptions> = defineEncoder(
  (parts, { units, layers, residual }, parameters) => {
    checkDepth('alternating', layers, 'its layers read in turns');
    return recurrentEncoder(
      buildLayers(parts, { units, layers }, (l) => ({ direction: l % 2 === 0 ? 'forward' : 'backward' }), parameters),
      { residual, summary: parts.summary },
    );
  },
  {
    name: 'alternating',
    formula: 'layer l reads layer l − 1 forward for even l, backward for odd l',
    source: 'Zhou, Xu 2015; Zhou et al. 2016, section 3',
    options: {
      units: { type: 'count', about: 'H, the width of the hidden' },
      layers: { type: 'count', about: 'L, 2 or more' },
      residual: { type: 'flag', about: 'adds inputs to outputs where shapes agree', default: false },
    },
  },
);
