import { ConfigError, glorotUniform, zeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { projectPositions } from './hidden-layer.ts';
import { mlpWithFeatures } from './mlp-with-features.ts';
import { neighbourhoods } from './neighbourhoods.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

export type LocationSensitiveScorerOptions = {
  /** A: the width of the hidden layer. */
  readonly units: number;
  /** How many patterns of earlier weights are looked for. */
  readonly filters: number;
  /** How many positions a filter spans; an odd number. */
  readonly width: number;
  /** The last step's weights, as in the paper, or the sum of all steps' weights. Default: previous. */
  readonly reads?: 'previous' | 'coverage';
};

/**
 * v · tanh(q Wq + m Wk + f U + b), f = F ∗ α: an mlp scorer that sees around each position where the decoder looked before, so that it can
 * go on from there.
 *
 * f_s = Σ_k F_k α_(s + k − ⌊width/2⌋), with α zero beyond the ends. Weights: `queryKernel` Wq [Q, A], `keyKernel` Wk [D, A], `v` [A],
 * `locationKernel` U [filters, A], `filterKernel` F [width, filters], `bias` b [A].
 *
 * @throws ConfigError if an option is not what it must be, or `width` is even
 * @see Chorowski, Bahdanau, Serdyuk, Cho, Bengio 2015, section 2.2; `reads: coverage` as in Tacotron 2 (Shen et al. 2018, section 2.2)
 */
export const locationSensitiveScorer: ScorerKind<LocationSensitiveScorerOptions, Tensor3D> = defineScorer(
  (sizes, { units, filters, width, reads }, parameters) => {
    if (width % 2 === 0) {
      throw new ConfigError(
        `location-sensitive scorer: width is ${width}; give an odd number, so that a filter reaches as far to the left as to the right.`,
        'attention.scorer.width',
      );
    }
    const mlp = mlpWithFeatures(
      'locationSensitiveScorer',
      sizes,
      { units, size: filters, kernelName: 'locationKernel' },
      parameters,
    );
    const filterKernel = parameters.create('filterKernel', [width, filters], glorotUniform);
    const bias = parameters.create('bias', [units], zeros);
    return {
      prepare: (values) => tf.add(mlp.project(values), bias),
      score: (query, keys, history) =>
        mlp.score(query, keys, projectPositions(neighbourhoods(history[reads], width), filterKernel)),
    };
  },
  {
    name: 'location-sensitive',
    formula: 'v · tanh(q Wq + m Wk + f U + b), f = F ∗ α',
    source: 'Chorowski, Bahdanau, Serdyuk, Cho, Bengio 2015, section 2.2',
    options: {
      units: { type: 'count', about: 'A, the width of the hidden layer' },
      filters: { type: 'count', about: 'how many patterns of earlier weights are looked for' },
      width: { type: 'count', about: 'how many positions a filter spans, an odd number' },
      reads: {
        type: 'name',
        names: ['previous', 'coverage'],
        about: 'α: the weights of the last step or the sum of all',
        default: 'previous',
      },
    },
  },
);
