import { attend, type Attention, checkShapes, type TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionHistory } from './history.ts';
import { maskedSoftmax } from './normalizer/masked-softmax.ts';
import type { Normalizer } from './normalizer/normalizer.ts';
import type { Scorer } from './scorer/scorer.ts';
import { everything } from './window/global-window.ts';
import type { AlignmentWindow, Visibility } from './window/window.ts';

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
export const composeAttention = <Keys extends TensorTree>(
  parts: AttentionParts<Keys>,
): Attention<Keys, AttentionHistory> => {
  const { scorer, memorySize, window = everything, normalize = maskedSoftmax } = parts;
  return {
    memorySize,
    contextSize: memorySize,
    ...(scorer.additive && window === everything && normalize === maskedSoftmax && { additive: scorer.additive }),
    prepare: ({ values, mask }) => {
      checkShapes('attention.prepare', { values: [values, `B S ${memorySize}`], mask: [mask, 'B S'] });
      return { values, mask, keys: scorer.prepare(values) };
    },
    begin: ({ mask, keys }) => ({
      position: tf.zeros([mask.shape[0], 1]),
      previous: tf.zerosLike(mask),
      coverage: tf.zerosLike(mask),
      notes: scorer.begin?.(keys) ?? {},
    }),
    attend: (query, { values, mask, keys }, history, mode) => {
      checkShapes('attention.attend', { query: [query, 'B Q'], values: [values, 'B S D'] });
      const visibility = window.reveal(query, mask, history);
      const scores = scorer.score(query, keys, history);
      const { weights, context } =
        attendAtOnce(normalize, scores, visibility, values) ??
        attendInSteps((given, allowed) => normalize(given, allowed, { history, mode }), scores, visibility, values);
      const notes = scorer.note?.({ query, keys, weights, notes: history.notes }) ?? history.notes;
      return { context, weights, history: { ...advance(history, weights), notes } };
    },
  };
};

/** What is seen, and where. */
type Seen = { readonly weights: Tensor2D; readonly context: Tensor2D };
type Attend<Normalize, Result> = (
  normalize: Normalize,
  scores: Tensor2D,
  visibility: Visibility,
  values: Tensor3D,
) => Result;

/** As one operation, where the current backend has it and nothing comes between softmax and sum. */
const attendAtOnce: Attend<Normalizer, Seen | undefined> = (normalize, scores, { allowed, emphasis }, values) =>
  normalize === maskedSoftmax && emphasis === undefined ? attend(scores, allowed, values) : undefined;

const attendInSteps: Attend<(scores: Tensor2D, allowed: Tensor2D) => Tensor2D, Seen> = (
  normalize,
  scores,
  { allowed, emphasis },
  values,
) => {
  const normalized = normalize(scores, allowed);
  const weights: Tensor2D = emphasis === undefined ? normalized : tf.mul(normalized, emphasis);
  return { weights, context: tf.squeeze(tf.matMul(tf.expandDims(weights, 1), values), [1]) };
};

const advance = ({ position, coverage }: AttentionHistory, weights: Tensor2D): Omit<AttentionHistory, 'notes'> => ({
  position: tf.add(position, 1),
  previous: weights,
  coverage: tf.add(coverage, weights),
});
