import { checkShapes, ConfigError, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { defineScorer, type ScorerKind } from './scorer.ts';

export type LocationScorerOptions = {
  /** The longest source, padding included, that there will ever be. */
  readonly maxLength: number;
};

/**
 * q W, cut to the first S: where to look is told by the query alone, one column of W for each position. Weight: `kernel` W
 * [Q, maxLength].
 *
 * @throws ConfigError if `maxLength` is not a whole number above 0, and from `prepare` if a source is longer
 * @see Luong, Pham, Manning 2015, equation 9
 */
export const locationScorer: ScorerKind<LocationScorerOptions, Tensor3D> = defineScorer(
  ({ querySize }, { maxLength }, parameters) => {
    const kernel = parameters.create('kernel', [querySize, maxLength], glorotUniform);
    return {
      // Of the memory only its length is read, but keys must have the batch on axis 0, so it travels whole.
      prepare: (values) => {
        const { S } = checkShapes('locationScorer.prepare', { values: [values, 'B S D'] });
        if (S > maxLength) {
          throw new ConfigError(
            `location scorer: source is ${S} long but maxLength is ${maxLength}; shorten the source or train with a larger maxLength.`,
            'attention.scorer.maxLength',
          );
        }
        return values;
      },
      score: (query, keys) => {
        const { B, S } = checkShapes('locationScorer.score', {
          query: [query, `B ${querySize}`],
          keys: [keys, 'B S D'],
        });
        return tf.slice(tf.matMul<Tensor2D>(query, kernel), [0, 0], [B, S]);
      },
    };
  },
  {
    name: 'location',
    formula: 'q W, the first S scores',
    source: 'Luong, Pham, Manning 2015, equation 9',
    options: { maxLength: { type: 'count', about: 'the longest source that there will ever be' } },
  },
);
