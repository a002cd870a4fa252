import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Scores to weights.
 *
 * @param scores - [B, S] any real number
 * @param allowed - [B, S], 1 where the score counts, 0 where it must not
 * @returns [B, S], zero where not allowed
 */
export type Normalizer = (scores: Tensor2D, allowed: Tensor2D) => Tensor2D;
