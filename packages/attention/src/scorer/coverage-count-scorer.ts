import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { mlpWithFeatures } from './mlp-with-features.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

export type CoverageCountScorerOptions = {
  /** A: the width of the hidden layer. */
  readonly units: number;
};

/**
 * v · tanh(q Wq + m Wk + C V), C = Σ α: an mlp scorer that knows how much of each position has been read, so that nothing is read twice or
 * left out.
 *
 * Weights: `queryKernel` Wq [Q, A], `keyKernel` Wk [D, A], `v` [A], `coverageKernel` V [1, A].
 *
 * @throws ConfigError if `units` is not a whole number above 0
 * @see Tu, Lu, Liu, Liu, Li 2016, section 3, linguistic coverage without fertility; Sockeye's `coverage-type count`
 */
export const coverageCountScorer: ScorerKind<CoverageCountScorerOptions, Tensor3D> = defineScorer(
  (sizes, { units }, parameters) => {
    const mlp = mlpWithFeatures(
      'coverageCountScorer',
      sizes,
      { units, size: 1, kernelName: 'coverageKernel' },
      parameters,
    );
    return {
      prepare: mlp.project,
      score: (query, keys, { coverage }) => mlp.score(query, keys, tf.expandDims(coverage, 2)),
    };
  },
  {
    name: 'coverage-count',
    formula: 'v · tanh(q Wq + m Wk + C V), C = Σ α',
    source: 'Tu, Lu, Liu, Liu, Li 2016, section 3',
    options: { units: { type: 'count', about: 'A, the width of the hidden layer' } },
  },
);
