import { ConfigError } from '@seq2seq/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { batchedDot } from './batched-dot.ts';
import { defineScorer, type ScorerKind } from './scorer.ts';

/**
 * q · m: no weights, so query and memory must be equally wide and learn one language.
 *
 * @throws ConfigError if Q ≠ D
 * @see Luong, Pham, Manning 2015, equation 8
 */
export const dotScorer: ScorerKind<Record<never, never>, Tensor3D> = defineScorer(
  ({ querySize, memorySize }) => {
    if (querySize !== memorySize) {
      throw new ConfigError(
        `dot scorer: query is ${querySize} wide but memory is ${memorySize}; use the general scorer or make them equal.`,
        'attention.scorer',
      );
    }
    return { prepare: (values) => values, score: batchedDot };
  },
  { name: 'dot', formula: 'q · m', source: 'Luong, Pham, Manning 2015, equation 8', options: {} },
);
