import { checkShapes, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { projectPositions } from './hidden-layer.ts';
import { mlpWithFeatures } from './mlp-with-features.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

export type CoverageFertilityScorerOptions = {
  /** A: the width of the hidden layer. */
  readonly units: number;
  /** N: the most target tokens that one source token is expected to give. Default: 2. */
  readonly maxFertility?: number;
};

/** The keys m Wk [B, S, A]; 1 / φ [B, S, 1], what one unit of weight covers of a position. */
type FertilityKeys = { readonly projected: Tensor3D; readonly share: Tensor3D };

/**
 * v · tanh(q Wq + m Wk + C V), C = Σ α / φ, φ = N · σ(m U): as `coverageCountScorer`, but a position that stands for many target tokens, of
 * high fertility φ, is covered only when it has been read as often.
 *
 * Weights: `queryKernel` Wq [Q, A], `keyKernel` Wk [D, A], `v` [A], `coverageKernel` V [1, A], `fertilityKernel` U [D].
 *
 * @throws ConfigError if `units` is not a whole number above 0, or `maxFertility` not above 0
 * @see Tu, Lu, Liu, Liu, Li 2016, section 3, linguistic coverage with fertility; Sockeye's `coverage-type fertility`
 */
export const coverageFertilityScorer: ScorerKind<CoverageFertilityScorerOptions, FertilityKeys> = defineScorer(
  (sizes, { units, maxFertility }, parameters) => {
    const mlp = mlpWithFeatures(
      'coverageFertilityScorer',
      sizes,
      { units, size: 1, kernelName: 'coverageKernel' },
      parameters,
    );
    const fertilityKernel = parameters.create('fertilityKernel', [sizes.memorySize], glorotUniform);
    return {
      prepare: (values) => {
        const expected = projectPositions(values, tf.expandDims<Tensor2D>(fertilityKernel, 1));
        // 1 / σ(x) = 1 + exp(−x). Beyond 60 the tanh is flat long since, and a sum of weights that is zero stays zero, not NaN.
        const share: Tensor3D = tf.div(tf.add(1, tf.exp(tf.minimum(tf.neg(expected), 60))), maxFertility);
        return { projected: mlp.project(values), share };
      },
      score: (query, { projected, share }, { coverage }) => {
        checkShapes('coverageFertilityScorer.score', { share: [share, 'B S 1'], coverage: [coverage, 'B S'] });
        return mlp.score(query, projected, tf.mul(share, tf.expandDims(coverage, 2)));
      },
    };
  },
  {
    name: 'coverage-fertility',
    formula: 'v · tanh(q Wq + m Wk + C V), C = Σ α / φ, φ = N · σ(m U)',
    source: 'Tu, Lu, Liu, Liu, Li 2016, section 3',
    options: {
      units: { type: 'count', about: 'A, the width of the hidden layer' },
      maxFertility: { type: 'amount', about: 'N, the most target tokens of one source token', default: 2 },
    },
  },
);
