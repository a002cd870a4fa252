import * as tf from '@tensorflow/tfjs-core';
import { batchedDot, defineScorer, type ScorerKind } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';

/** The cosine scorer as it must not be written: the gradient of `tf.norm` is NaN at zero rows, which is what padding is. */
export const unsafeCosineScorer: ScorerKind<{ sharpness: number; floor: number }, tf.Tensor3D> = defineScorer(
  ({ querySize, memorySize }, { sharpness, floor }, parameters) => {
    const unitLength = <T extends tf.Tensor>(x: T): T => tf.div(x, tf.add(tf.norm(x, 'euclidean', -1, true), floor));
    const project = parameters.create('project', [querySize, memorySize], glorotUniform);
    const scale = parameters.create('scale', [], constant(sharpness));
    return {
      prepare: unitLength,
      score: (query, keys) => tf.mul(batchedDot(unitLength(tf.matMul(query, project)), keys), scale),
    };
  },
);
