import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * A batch of sequences cut into its steps.
 *
 * tfjs's own `unstack` cannot be differentiated where there is one step only.
 *
 * @param sequences - [B, S, E]
 * @returns S tensors [B, E]
 */
export const stepsOf = (sequences: Tensor3D): Tensor2D[] =>
  sequences.shape[1] === 1 ? [tf.squeeze<Tensor2D>(sequences, [1])] : (tf.unstack(sequences, 1) as Tensor2D[]);
