// The scorer of CONTRIBUTING.md, rule 34, which stands for any that a user writes in plain operations of tfjs.
import { batchedDot, defineScorer, type ScorerKind } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';

const unitLength = <T extends tf.Tensor>(x: T): T => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-6)));

/** Angle instead of length: sharpness * cos(W q, m). */
export const cosineScorer: ScorerKind<{ readonly sharpness: number }, tf.Tensor3D> = defineScorer(
  ({ querySize, memorySize }, { sharpness }, parameters) => {
    const project = parameters.create('project', [querySize, memorySize], glorotUniform);
    const scale = parameters.create('scale', [], constant(sharpness));
    return {
      prepare: unitLength,
      score: (query, keys) => tf.mul(batchedDot(unitLength(tf.matMul(query, project)), keys), scale),
    };
  },
);
