import { checkShapes, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { projectPositions, scoreHidden } from './hidden-layer.ts';
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
        checkShapes('mlpScorer.prepare', { values: [values, `B S ${memorySize}`] });
        return projectPositions(values, keyKernel);
      },
      score: (query, keys) => {
        checkShapes('mlpScorer.score', {
          query: [query, `B ${querySize}`],
          keys: [keys, `B S ${units}`],
        });
        return scoreHidden(tf.matMul(query, queryKernel), keys, v);
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
