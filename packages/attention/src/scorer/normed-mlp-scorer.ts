import { checkShapes, constant, glorotUniform, zeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { projectPositions, scoreHidden } from './hidden-layer.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

export type NormedMlpScorerOptions = {
  /** A: the width of the hidden layer. */
  readonly units: number;
};

/**
 * g · (v / ‖v‖) · tanh(q Wq + m Wk + b): the mlp scorer with the direction and the length of v learned apart, which lets the scores grow
 * sharp without v growing first.
 *
 * Weights: `queryKernel` Wq [Q, A], `keyKernel` Wk [D, A], `v` [A], `g` [], √(1/A) at first, `bias` b [A], zero at first.
 *
 * @throws ConfigError if `units` is not a whole number above 0
 * @see Salimans, Kingma 2016, equation 2, for the norm; tensorflow/nmt (`normed_bahdanau`) for the use in attention
 */
export const normedMlpScorer: ScorerKind<NormedMlpScorerOptions, Tensor3D> = defineScorer(
  ({ querySize, memorySize }, { units }, parameters) => {
    const queryKernel = parameters.create('queryKernel', [querySize, units], glorotUniform);
    const keyKernel = parameters.create('keyKernel', [memorySize, units], glorotUniform);
    const v = parameters.create('v', [units], glorotUniform);
    const g = parameters.create('g', [], constant(Math.sqrt(1 / units)));
    const bias = parameters.create('bias', [units], zeros);

    // A v of zero has a gradient too; any other is so much longer that float32 does not notice.
    const normedV = (): Tensor1D => tf.div(tf.mul(v, g), tf.sqrt(tf.add(tf.sum(tf.square(v)), 1e-12)));

    return {
      // With b in the keys nothing but a v that is computed makes it different from the mlp scorer: computed when it is asked for, so
      // that it is on the tape of whoever asks.
      additive: {
        queryKernel,
        get v() {
          return normedV();
        },
      },
      prepare: (values) => {
        checkShapes('normedMlpScorer.prepare', { values: [values, `B S ${memorySize}`] });
        return tf.add(projectPositions(values, keyKernel), bias);
      },
      score: (query, keys) => {
        checkShapes('normedMlpScorer.score', {
          query: [query, `B ${querySize}`],
          keys: [keys, `B S ${units}`],
        });
        return scoreHidden(tf.matMul(query, queryKernel), keys, normedV());
      },
    };
  },
  {
    name: 'normed-mlp',
    formula: 'g · (v / ‖v‖) · tanh(q Wq + m Wk + b)',
    source: 'Salimans, Kingma 2016, equation 2; tensorflow/nmt, normed_bahdanau',
    options: { units: { type: 'count', about: 'A, the width of the hidden layer' } },
  },
);
