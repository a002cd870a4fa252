import type { Random } from '@seq2seq/core';
import { bucketByLength } from '@seq2seq/text';

/** A source and its target as numbers, each with its end of sentence. */
export type EncodedPair = {
  /** One id for each token, or one row of numbers for each frame. */
  readonly source: readonly number[] | readonly Frame[];
  readonly target: readonly number[];
  /** For each factor one id for each source token. */
  readonly factors?: readonly (readonly number[])[];
  /** For models that copy: what each source token is in the target vocabulary, from V on if that lacks it. */
  readonly copyIds?: readonly number[];
};

/** [F] one vector of a source of dense vectors. */
export type Frame = readonly number[];

/** Pairs that are learned from in one step. */
export type PairBatch = readonly EncodedPair[];

/**
 * An epoch's batches: pairs of like length together, in an order that depends on the randomness' origin and the epoch alone, so that a
 * resumed run finds its place.
 */
export const pairBatches =
  (pairs: readonly EncodedPair[], batchSize: number, random: Random): ((epoch: number) => Iterable<PairBatch>) =>
  (epoch) =>
    bucketByLength(
      pairs.map(({ source, target }) => [source.length, target.length]),
      { batchSize, random: random.fork(`epoch ${epoch}`) },
    ).map((indices) => indices.map((index) => pairs[index] as EncodedPair));
