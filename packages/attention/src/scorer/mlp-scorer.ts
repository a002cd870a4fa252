import { additiveScore, checkShapes, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { defineScorer, type ScorerKind } from './scorer.ts';

export type MlpScorerOptions = {
  /** A: the width of the hidden layer. */
  readonly units: number;
};

/**
 * v · tanh(q Wq + m Wk): a small network with one hidden layer; the keys m Wk are computed once per source.
 *
 * Weights: `queryKernel` Wq [Q, A], `keyKernel` Wk [D, A], `v` [A].
 *
 * @throws ConfigError if `units` is not a whole number above 0
 * @see Bahdanau, Cho, Bengio 2015, appendix A.1.2; the `concat` of Luong, Pham, Manning 2015 with its kernel cut in two
 */
export const mlpScorer: ScorerKind<MlpScorerOptions, Tensor3D> = defineScorer(
  ({ querySize, memorySize }, { units }, parameters) => {
    const queryKernel = parameters.create('queryKernel', [querySize, units], glorotUniform);
    const keyKernel = parameters.create('keyKernel', [memorySize, units], glorotUniform);
    const v = parameters.create('v', [units], glorotUniform);

    return {
      additive: { queryKernel, v },
      prepare: (values) => {
        const { B, S } = checkShapes('mlpScorer.prepare', { values: [values, `B S ${memorySize}`] });
        return tf.reshape(tf.matMul(tf.reshape(values, [B * S, memorySize]), keyKernel), [B, S, units]);
      },
      score: (query, keys) => {
        const { B, S } = checkShapes('mlpScorer.score', {
          query: [query, `B ${querySize}`],
          keys: [keys, `B S ${units}`],
        });
        const projected: Tensor2D = tf.matMul(query, queryKernel);
        const fused = additiveScore(projected, keys, v);
        if (fused) return fused;
        const hidden = tf.tanh(tf.add(keys, tf.expandDims(projected, 1)));
        const flat: Tensor2D = tf.reshape(hidden, [B * S, units]);
        return tf.reshape(tf.matMul(flat, tf.expandDims<Tensor2D>(v, 1)), [B, S]);
      },
    };
  },
  {
    name: 'mlp',
    formula: 'v · tanh(q Wq + m Wk)',
    source: 'Bahdanau, Cho, Bengio 2015, appendix A.1.2',
    options: { units: { type: 'count', about: 'A, the width of the hidden layer' } },
  },
);
