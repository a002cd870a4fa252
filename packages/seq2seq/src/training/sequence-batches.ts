import type { Random } from '@seq2seq/core';
import { bucketByLength } from '@seq2seq/text';

/** A text as numbers, with its end of sentence. */
export type EncodedSequence = readonly number[];

/** Texts that a language model learns from in one step. */
export type SequenceBatch = readonly EncodedSequence[];

/** An epoch's batches of texts, as `pairBatches` makes them of pairs. */
export const sequenceBatches =
  (
    sequences: readonly EncodedSequence[],
    batchSize: number,
    random: Random,
  ): ((epoch: number) => Iterable<SequenceBatch>) =>
  (epoch) =>
    bucketByLength(
      sequences.map(({ length }) => [length]),
      { batchSize, random: random.fork(`epoch ${epoch}`) },
    ).map((indices) => indices.map((index) => sequences[index] as EncodedSequence));
