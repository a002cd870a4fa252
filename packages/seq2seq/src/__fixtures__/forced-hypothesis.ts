/** An oracle for what a search has found: the whole output at once by teacher forcing, in double precision after the logits. */
import { disposeTree, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TextModel } from '../text/text-model.ts';
import { type EncodedSide, sourceBatchOf } from '../training/source-batch-of.ts';

/** What teacher forcing says of an output. */
export type ForcedHypothesis = {
  /** The log-probability of each of its tokens. */
  readonly logProbs: readonly number[];
  /** The likeliest token at each step. */
  readonly likeliest: readonly number[];
  /** Where each token looked, if the model attends. */
  readonly alignment?: readonly (readonly number[])[];
};

/** @param tokens - ids of the output, with its end of sentence if it has one */
export const forcedHypothesis = (
  { model, source, target }: TextModel,
  side: EncodedSide,
  tokens: readonly number[],
): ForcedHypothesis => {
  const sources = sourceBatchOf([side], { pad: source.vocabulary.pad, vocabularySize: model.targetVocabularySize });
  const T = tokens.length;
  const { logits, alignments } = tidyTree(() => {
    const given = tf.tensor2d([target.vocabulary.bos, ...tokens.slice(0, -1)], [1, T], 'int32');
    const forced = model.teacherForce(sources, given, { training: false });
    return { logits: tf.clone(forced.logits), ...(forced.alignments && { alignments: tf.clone(forced.alignments) }) };
  });
  const [rows, alignment] = [arrayOf(logits).map(logSoftmax), alignments && arrayOf(alignments)];
  const { copies, ...tensors } = sources;
  disposeTree({ ...tensors, logits, ...(copies && { copies: copies.ids }), ...(alignments && { alignments }) });
  return {
    logProbs: tokens.map((token, t) => rows[t]?.[token] as number),
    likeliest: rows.map((row) => row.indexOf(Math.max(...row))),
    ...(alignment && { alignment }),
  };
};

const logSoftmax = (logits: readonly number[]): number[] => {
  const largest = Math.max(...logits);
  const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  return logits.map((logit) => logit - logSum);
};

/** [T, N] of the only source. */
const arrayOf = (tensor: tf.Tensor3D): number[][] => tensor.arraySync()[0] as number[][];
