/** A scorer's text with this for its `score`, which is at line 7; the lines before and after are right. */
export const scorerWith = (score: string, before = ''): string => `import * as tf from '@tensorflow/tfjs-core';
import { batchedDot, defineScorer } from '@seq2seq/attention';
import { glorotUniform, withoutGradient } from '@seq2seq/core';
${before}
export default defineScorer(({ querySize, memorySize }, _options: object, parameters) => ({
  prepare: (values: tf.Tensor3D) => values,
  ${score}
}));
`;

/** q · m, as it is written by hand. */
export const dotByHand: string = scorerWith(
  'score: (query: tf.Tensor2D, keys: tf.Tensor3D) => tf.squeeze(tf.matMul(keys, tf.expandDims(query, 2)), [2]),',
);
