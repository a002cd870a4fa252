import { type Attention, type AttentionHistory, checkShapes, type TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { maskedSoftmax } from './normalizer/masked-softmax.ts';
import type { Normalizer } from './normalizer/normalizer.ts';
import type { Scorer } from './scorer/scorer.ts';
import { everything } from './window/global-window.ts';
import type { AlignmentWindow } from './window/window.ts';

export type AttentionParts<Keys extends TensorTree> = {
  readonly scorer: Scorer<Keys>;
  /** D: the width of the memory. */
  readonly memorySize: number;
  /** What may be seen; everything that is not padding by default. */
  readonly window?: AlignmentWindow;
  /** Scores to weights; the masked softmax by default. */
  readonly normalize?: Normalizer;
};

/**
 * Scorer, window and normalizer become one attention: the scorer says how well each position answers, the window hides what may not
 * be seen, the normalizer makes weights of it, which the window may fade, and the context is the memory's weighted sum.
 */
export const composeAttention = <Keys extends TensorTree>(parts: AttentionParts<Keys>): Attention<Keys> => {
  const { scorer, memorySize, window = everything, normalize = maskedSoftmax } = parts;
  return {
    memorySize,
    prepare: ({ values, mask }) => {
      checkShapes('attention.prepare', { values: [values, `B S ${memorySize}`], mask: [mask, 'B S'] });
      return { values, mask, keys: scorer.prepare(values) };
    },
    begin: ({ mask }) => ({
      position: tf.zeros([mask.shape[0], 1]),
      previous: tf.zerosLike(mask),
      coverage: tf.zerosLike(mask),
    }),
    attend: (query, { values, mask, keys }, history) => {
      checkShapes('attention.attend', { query: [query, 'B Q'], values: [values, 'B S D'] });
      const { allowed, emphasis } = window.reveal(query, mask, history);
      const normalized = normalize(scorer.score(query, keys, history), allowed);
      const weights: Tensor2D = emphasis === undefined ? normalized : tf.mul(normalized, emphasis);
      const context: Tensor2D = tf.squeeze(tf.matMul(tf.expandDims(weights, 1), values), [1]);
      return { context, weights, history: advance(history, weights) };
    },
  };
};

const advance = ({ position, coverage }: AttentionHistory, weights: Tensor2D): AttentionHistory => ({
  position: tf.add(position, 1),
  previous: weights,
  coverage: tf.add(coverage, weights),
});
