// Numbers that are equal where what they are of is equal: by them the page sees that two runs begin with the same weights and learn from
// the same examples in the same order, without being sent either.
import type { PairBatch, TextModel } from 'seq2seq';
import type { WeightFingerprint } from '../protocol/messages.ts';

/** The fingerprint of nothing. */
export const noFingerprint = 0x811c9dc5;

/**
 * One that goes on with more numbers, each a whole number of 32 bits.
 *
 * @see Fowler, Noll, Vo: FNV-1a, here over words instead of bytes
 */
export const fingerprint = (before: number, numbers: Iterable<number>): number => {
  let hash = before;
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number & 0xffff), 0x01000193);
    hash = Math.imul(hash ^ (number >>> 16), 0x01000193);
  }
  return hash >>> 0;
};

/** One that goes on with a batch: the same tokens in the same places. */
export const batchFingerprint = (before: number, batch: PairBatch): number => {
  let hash = fingerprint(before, [batch.length]);
  for (const { source, target } of batch) {
    const ids = source as readonly number[];
    hash = fingerprint(fingerprint(hash, [ids.length, ...ids]), [target.length, ...target]);
  }
  return hash;
};

/** Of each weight, its path and its values as they are now, to the last bit. */
export const weightFingerprints = ({ model }: TextModel): readonly WeightFingerprint[] =>
  [...model.parameters.entries()].map(([path, weight]) => {
    const values = weight.dataSync() as Float32Array;
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    return { path, shape: weight.shape, values: fingerprint(noFingerprint, bits) };
  });
