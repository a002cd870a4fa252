// How good a run is at this moment: on examples that it does not learn from, and in pictures of a few of them.
import { tokenBatch } from '@seq2seq/core';
import { exactMatch, isExactMatch, tokenErrorRate } from '@seq2seq/metrics';
import type { TaskExample } from '@seq2seq/tasks';
import * as tf from '@tensorflow/tfjs-core';
import { type TextModel, type TokenPair, translateTokens } from 'seq2seq';
import type { Measure, ShownExample, Weights } from '../protocol/messages.ts';

/** What a measure looks at. */
export type HeldOut = {
  readonly examples: readonly TaskExample[];
  /** How many of these, from the first, are shown. */
  readonly shown: number;
  /** Mean loss on pairs, in nats per token. */
  lossOf(pairs: readonly TokenPair[]): Promise<number>;
};

/** Changes nothing: a run that is measured has the same losses as one that is not. */
export const measureRun = async (
  textModel: TextModel,
  { examples, shown, lossOf }: HeldOut,
  step: number,
): Promise<Measure> => {
  const pairs = examples.map(({ source, targets }) => ({ source, target: targets[0] ?? [] }));
  const loss = await lossOf(pairs);
  // Weights that have run away say nothing: no search can go on with what they give.
  if (!Number.isFinite(loss)) return lost(step, shown);
  const sources = examples.map(({ source }) => source);
  const found = await translateTokens(textModel, sources, { beam: 1, alignments: false, batchSize: examples.length });
  const outputs = found.map(({ translations }) => translations[0]?.tokens ?? []);
  const answers = examples.map(({ targets }) => targets);
  const forced = await forcedAlignments(textModel, pairs.slice(0, shown));
  return {
    step,
    exact: exactMatch(outputs, answers).rate,
    tokenAccuracy: Math.max(0, 1 - tokenErrorRate(outputs, answers).rate),
    loss,
    examples: outputs.slice(0, shown).map((output, index): ShownExample => {
      const weights = forced?.[index];
      return { output, isRight: isExactMatch(output, answers[index] ?? []), ...(weights && { forced: weights }) };
    }),
  };
};

/** The measure of a run that is beyond measuring. */
const lost = (step: number, shown: number): Measure => ({
  ...{ step, exact: 0, tokenAccuracy: 0, loss: Number.NaN },
  examples: Array.from({ length: shown }, () => ({ output: [], isRight: false })),
});

/** Where each token of the right answers looks while the model is given them: a row for each, the end of sentence included. */
const forcedAlignments = async (
  { model, source, target }: TextModel,
  pairs: readonly TokenPair[],
): Promise<Weights[] | undefined> => {
  if (!model.attends) return undefined;
  const alignments = tf.tidy(() => {
    const words = pairs.map((pair) => source.vocabulary.encode(pair.source));
    const sources = tokenBatch(
      words.map((ids) => [...(source.isReversed ? ids.toReversed() : ids), source.vocabulary.eos]),
      source.vocabulary.pad,
    );
    const given = tokenBatch(
      pairs.map((pair) => [target.vocabulary.bos, ...target.vocabulary.encode(pair.target)]),
      target.vocabulary.pad,
    );
    return tf.clone(model.teacherForce(sources, given.ids, { training: false }).alignments as tf.Tensor3D);
  });
  const [, T, S] = alignments.shape;
  const all = (await alignments.data()) as Float32Array;
  alignments.dispose();
  return pairs.map((pair, row) => {
    const [rows, columns] = [pair.target.length + 1, pair.source.length + 1];
    const values = new Float32Array(rows * columns);
    for (let t = 0; t < rows; t++) {
      const weights = all.slice((row * T + t) * S, (row * T + t) * S + columns);
      if (source.isReversed) weights.subarray(0, columns - 1).reverse();
      values.set(weights, t * columns);
    }
    return { rows, columns, values };
  });
};
