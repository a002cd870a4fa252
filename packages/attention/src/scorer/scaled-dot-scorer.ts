import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { batchedDot } from './batched-dot.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

/**
 * q · m / √Q: the inner product of wide vectors grows with their width, which would drive the softmax to its flat ends; the root
 * takes that out.
 *
 * @throws ConfigError if Q ≠ D
 * @see Vaswani et al. 2017, section 3.2.1
 */
export const scaledDotScorer: ScorerKind<Record<never, never>, Tensor3D> = defineScorer(
  ({ querySize, memorySize }) => {
    if (querySize !== memorySize) {
      throw new ConfigError(
        `scaled-dot scorer: query is ${querySize} wide but memory is ${memorySize}; use the general scorer or make them equal.`,
        'attention.scorer',
      );
    }
    const scale = 1 / Math.sqrt(querySize);
    return { prepare: (values) => values, score: (query, keys) => batchedDot(tf.mul(query, scale), keys) };
  },
  { name: 'scaled-dot', formula: 'q · m / √Q', source: 'Vaswani et al. 2017, equation 1', options: {} },
);
