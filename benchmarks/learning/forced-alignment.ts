// Where a model looks while it is given the right output: all models are asked about the same target tokens, whatever they would say.
import { tokenBatch } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TextModel, TokenPair } from 'seq2seq';

/**
 * The alignments of right answers.
 *
 * @returns for each pair its [T][S + 1], a row per target token; the last column is the source's end of sentence. Undefined if the
 * model does not attend
 */
export const forcedAlignments = async (
  { model, source, target }: TextModel,
  pairs: readonly TokenPair[],
  batchSize = 100,
): Promise<Float32Array[][] | undefined> => {
  if (!model.attends) return undefined;
  const all: Float32Array[][] = [];
  for (let first = 0; first < pairs.length; first += batchSize) {
    const batch = pairs.slice(first, first + batchSize);
    const alignments = tf.tidy(() => {
      const sources = tokenBatch(
        batch.map((pair) => [...source.vocabulary.encode(pair.source), source.vocabulary.eos]),
        source.vocabulary.pad,
      );
      // Every token behind the one before it: the last one's row is asked with the last but one as input, so eos needs no row.
      const given = tokenBatch(
        batch.map((pair) => [target.vocabulary.bos, ...target.vocabulary.encode(pair.target).slice(0, -1)]),
        target.vocabulary.pad,
      );
      const forced = model.teacherForce(sources, given.ids, { training: false });
      return tf.clone(forced.alignments as tf.Tensor3D);
    });
    const [, T, S] = alignments.shape;
    const weights = (await alignments.data()) as Float32Array;
    alignments.dispose();
    batch.forEach((pair, row) => {
      const rowOf = (step: number): number => (row * T + step) * S;
      all.push(pair.target.map((_, step) => weights.slice(rowOf(step), rowOf(step) + pair.source.length + 1)));
    });
  }
  return all;
};
