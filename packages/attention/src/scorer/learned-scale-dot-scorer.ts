import { ConfigError, constant } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { batchedDot } from './batched-dot.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

/**
 * g · (q · m): a dot whose sharpness is learned, from 1 on, instead of given by the width. Weight: `scale` g [].
 *
 * @throws ConfigError if Q ≠ D
 * @see the scaled Luong attention of tensorflow/nmt (`scaled_luong`), TensorFlow's `LuongAttention(scale=True)`
 */
export const learnedScaleDotScorer: ScorerKind<Record<never, never>, Tensor3D> = defineScorer(
  ({ querySize, memorySize }, _options, parameters) => {
    if (querySize !== memorySize) {
      throw new ConfigError(
        `learned-scale-dot scorer: query is ${querySize} wide but memory is ${memorySize}; use the general scorer or make them equal.`,
        'attention.scorer',
      );
    }
    const scale = parameters.create('scale', [], constant(1));
    return { prepare: (values) => values, score: (query, keys) => batchedDot(tf.mul(query, scale), keys) };
  },
  {
    name: 'learned-scale-dot',
    formula: 'g · (q · m)',
    source: 'tensorflow/nmt, scaled_luong',
    options: {},
  },
);
