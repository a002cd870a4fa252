import type { Random } from '@seq2seq/core';
import { bucketByLength } from '@seq2seq/text';

/** A source and its target as numbers, each with its end of sentence. */
export type EncodedPair = { readonly source: readonly number[]; readonly target: readonly number[] };

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
