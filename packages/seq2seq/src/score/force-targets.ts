// Teacher forcing of given targets, in batches: how probable a model finds each of their tokens, and where it looked.
import { ConfigError, disposeTree, Seq2SeqError, tidyTree, tokenBatch } from '@seq2seq/core';
import { yieldRegularly } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** What a model says of one target. */
export type ForcedTarget = {
  /** [T] of each token given those before it, in nats. */
  readonly tokenLogProbs: readonly number[];
  /** [T][S, or S + 1] where each token looked, in the order of reading; with models that copy pGen behind. */
  readonly alignment?: readonly Float32Array[];
};

/** What scores targets. */
export type Teacher = {
  readonly vocabularySize: number;
  /** The special tokens of targets. */
  readonly target: { readonly bos: number; readonly pad: number };
  /** How long the source of a target is; those of like length are scored side by side. */
  readonly sourceLengthOf?: (index: number) => number;
  /**
   * Teacher forcing; what it makes beside what it returns is tidied away.
   *
   * @param rows - which of the targets
   * @param given - [B, T] int32, each behind a beginning of sentence
   */
  readonly force: (rows: readonly number[], given: Tensor2D) => Said;
};

/** logits [B, T, V], alignments [B, T, S] and pGen [B, T] of a model that attends, and that copies. */
type Said = { readonly logits: Tensor3D; readonly alignments?: Tensor3D; readonly copyGates?: Tensor2D };

type ForceOptions = {
  readonly batchSize: number;
  readonly signal?: AbortSignal | undefined;
};

/** Scores of next tokens that are computed at once, 64 MB of them: a large vocabulary makes batches smaller. */
const logitsAtOnce = 2 ** 24;

/**
 * What a model says of each target. Results do not depend on what else is in the batch.
 *
 * @param targets - ids, with the end of sentence where they end
 * @throws ConfigError if the batch size is no count; Seq2SeqError if the model gives no number, naming the target, from 1
 */
export const forceTargets = async (
  teacher: Teacher,
  targets: readonly (readonly number[])[],
  { batchSize, signal }: ForceOptions,
): Promise<readonly ForcedTarget[]> => {
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new ConfigError(`score: batchSize is ${batchSize}; give a whole number above 0.`, 'batchSize');
  }
  const yieldNow = yieldRegularly();
  const forced: ForcedTarget[] = [];
  for (const rows of batchesOf(teacher, targets, batchSize)) {
    signal?.throwIfAborted();
    const found = await forceBatch(teacher, rows, targets);
    for (const [row, index] of rows.entries()) forced[index] = checked(found[row] as ForcedTarget, index);
    await yieldNow();
  }
  signal?.throwIfAborted();
  return forced;
};

/** Places of targets of like length, so that little is padding. */
const batchesOf = (
  { vocabularySize, sourceLengthOf = () => 0 }: Teacher,
  targets: readonly (readonly number[])[],
  batchSize: number,
): number[][] => {
  const lengthOf = (index: number): number => targets[index]?.length ?? 0;
  const order = targets
    .map((_, index) => index)
    .toSorted((a, b) => lengthOf(a) - lengthOf(b) || sourceLengthOf(a) - sourceLengthOf(b));
  const batches: number[][] = [];
  for (const index of order) {
    const open = batches.at(-1);
    const rows = open ? open.length + 1 : Infinity;
    // The last is the longest.
    if (rows <= batchSize && rows * lengthOf(index) * vocabularySize <= logitsAtOnce) open?.push(index);
    else batches.push([index]);
  }
  return batches;
};

const forceBatch = async (
  { target, force }: Teacher,
  rows: readonly number[],
  targets: readonly (readonly number[])[],
): Promise<ForcedTarget[]> => {
  const batch = rows.map((index) => targets[index] as readonly number[]);
  const said = tidyTree(() => {
    // A target without tokens, which has nothing to score, is a row all the same.
    const given = batch.map((tokens) => [target.bos, ...tokens.slice(0, -1)]);
    const { logits, alignments, copyGates } = force(rows, tokenBatch(given, target.pad).ids);
    return {
      logProbs: logProbsOf(logits, batch),
      ...(alignments && {
        looked: copyGates ? tf.concat([alignments, tf.expandDims<Tensor3D>(copyGates, 2)], 2) : alignments,
      }),
    };
  });
  const [T, S] = [said.logProbs.shape[1], said.looked?.shape[2] ?? 0];
  const [logProbs, looked] = [await said.logProbs.data(), await said.looked?.data()];
  disposeTree(said);
  return batch.map((tokens, row) => ({
    tokenLogProbs: tokens.map((_, t) => logProbs[row * T + t] as number),
    ...(looked && {
      alignment: tokens.map((_, t) => Float32Array.from(looked.subarray((row * T + t) * S, (row * T + t + 1) * S))),
    }),
  }));
};

/**
 * log P of each token, its own logit less the logarithm of the sum of all: one number a token leaves the backend, and not V.
 *
 * @param logits - [B, T, V]
 * @returns [B, T], of any value behind the end of a target
 */
const logProbsOf = (logits: Tensor3D, targets: readonly (readonly number[])[]): Tensor2D => {
  const [B, T, V] = logits.shape;
  const places = new Int32Array(B * T);
  for (const [row, tokens] of targets.entries()) {
    for (let t = 0; t < T; t++) places[row * T + t] = (row * T + t) * V + (tokens[t] ?? 0);
  }
  const own = tf.gather(tf.reshape(logits, [B * T * V]), tf.tensor1d(places, 'int32'));
  return tf.reshape(tf.sub(own, tf.logSumExp(tf.reshape(logits, [B * T, V]), 1)), [B, T]);
};

const checked = (forced: ForcedTarget, index: number): ForcedTarget => {
  const { tokenLogProbs } = forced;
  const place = tokenLogProbs.findIndex(Number.isNaN);
  if (place < 0) return forced;
  throw new Seq2SeqError(
    `score, target ${index + 1}: expected a log-probability of each token, got NaN for token ${place + 1} of ${tokenLogProbs.length}; ` +
      'a weight of the model may be no number, so look at how it was trained.',
  );
};
