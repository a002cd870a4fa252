import * as tf from '@tensorflow/tfjs-core';
import { batchedDot, defineScorer, type Scorer, type ScorerKind } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';

/** General, less what was read of late: q W · m − penalty · Σ decay^age · α. */
export const tiringScorer: ScorerKind<{ decay: number }, tf.Tensor3D> = defineScorer(
  ({ querySize, memorySize }, { decay }, parameters): Scorer<tf.Tensor3D, tf.Tensor2D> => {
    const kernel = parameters.create('kernel', [querySize, memorySize], glorotUniform);
    const penalty = parameters.create('penalty', [], constant(1));
    return {
      prepare: (values) => values,
      begin: (keys) => tf.zeros([keys.shape[0], keys.shape[1]]),
      score: (query, keys, { notes }) => tf.sub(batchedDot(tf.matMul(query, kernel), keys), tf.mul(penalty, notes)),
      note: ({ weights, notes }) => tf.add(tf.mul(notes, decay), weights),
    };
  },
);
