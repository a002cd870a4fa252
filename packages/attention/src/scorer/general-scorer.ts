import { checkShapes, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { batchedDot } from './batched-dot.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

/**
 * q W · m: a learned translation of the query into the memory's language. Weight: `kernel` W [Q, D].
 *
 * @see Luong, Pham, Manning 2015, equation 8
 */
export const generalScorer: ScorerKind<Record<never, never>, Tensor3D> = defineScorer(
  ({ querySize, memorySize }, _options, parameters) => {
    const kernel = parameters.create('kernel', [querySize, memorySize], glorotUniform);
    return {
      prepare: (values) => values,
      score: (query, keys) => {
        checkShapes('generalScorer.score', { query: [query, `B ${querySize}`], keys: [keys, `B S ${memorySize}`] });
        return batchedDot(tf.matMul(query, kernel), keys);
      },
    };
  },
  { name: 'general', formula: 'q W · m', source: 'Luong, Pham, Manning 2015, equation 8', options: {} },
);
