import { buildLayers, checkDepth } from './build-layers.ts';
import { defineEncoder, type EncoderKind } from './encoder-kind.ts';
import { checkReduction } from './pyramid-layer.ts';
import { recurrentEncoder } from './recurrent-encoder.ts';
import type { Direction } from './recurrent-layer.ts';

export type PyramidOptions = {
  /** H; of each direction, where there are two. */
  readonly units: number;
  /** L; time becomes shorter above the first. */
  readonly layers: number;
  /** Default: bidirectional. */
  readonly direction?: Direction;
  /** How many neighbouring outputs a layer joins before it reads them. Default: 2. */
  readonly reduction?: number;
  /** The lowest layer adds its input to its output; those above have fewer outputs than inputs. Default: false. */
  readonly residual?: boolean;
};

/**
 * A pyramid over long sources: each layer above the first joins `reduction` neighbours and reads [h_rs; …; h_rs+r−1], so the memory
 * has ⌈S / r^(L−1)⌉ positions. Made for speech, where hundreds of frames become a dozen letters.
 *
 * Weights: `layers.0.forward.…` and `layers.0.backward.…`, one number per layer.
 *
 * @throws ConfigError if `layers` or `reduction` is below 2
 * @see Chan, Jaitly, Le, Vinyals 2016 (Listen, Attend and Spell), section 3.1, equation 5
 */
export const pyramidKind: EncoderKind<PyramidOptions> = defineEncoder(
  (parts, { units, layers, direction, reduction, residual }, parameters) => {
    checkDepth('pyramid', layers, 'it joins outputs above its first layer');
    checkReduction(reduction);
    return recurrentEncoder(
      buildLayers(parts, { units, layers }, (l) => ({ direction, reduction: l === 0 ? 1 : reduction }), parameters),
      { residual, summary: parts.summary },
    );
  },
  {
    name: 'pyramid',
    formula: 'layers above the first read [h_rs; …; h_rs+r−1]',
    source: 'Chan, Jaitly, Le, Vinyals 2016, equation 5',
    options: {
      units: { type: 'count', about: 'H, the width of the hidden, of each direction' },
      layers: { type: 'count', about: 'L, 2 or more' },
      direction: {
        type: 'name',
        names: ['forward', 'backward', 'bidirectional'],
        about: 'which way each layer reads',
        default: 'bidirectional',
      },
      reduction: { type: 'count', about: 'r, how many neighbours are joined, 2 or more', default: 2 },
      residual: { type: 'flag', about: 'the lowest layer adds its input to its output', default: false },
    },
  },
);
