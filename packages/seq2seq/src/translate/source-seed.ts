// A number for what a model reads, so that what is drawn for a source follows it wherever it stands.
import type { EncodedSide } from '../training/source-batch-of.ts';

/** Equal for equal sources, and seldom for others: FNV-1a of the bytes of its numbers, 31 bits of it. */
export const seedOfSource = ({ source }: EncodedSide): number => {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(source.flat()).buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 1;
};
