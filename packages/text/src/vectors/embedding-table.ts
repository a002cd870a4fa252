import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import { isSpecialToken } from '../vocabulary/special-tokens.ts';
import type { WordVectors } from './word-vectors.ts';

/** The rows of an embedding table that are known beforehand. */
export type EmbeddingTable = {
  /** E */
  readonly size: number;
  /** Ids of the tokens that have a vector, in their order. */
  readonly rows: Int32Array;
  /** [rows.length, E] */
  readonly values: Float32Array;
  /** The surface tokens that have none. */
  readonly missing: readonly string[];
};

/**
 * Which tokens of a vocabulary have a vector, and which one. Words are compared as they are written: make them lower case yourself where
 * the vectors are. The special tokens have none, even if the file has words that are spelled like them.
 */
export function embeddingTable({ size, words, values }: WordVectors, vocabulary: Vocabulary): EmbeddingTable {
  const places = new Map(words.map((word, row) => [word, row]));
  const known: { readonly id: number; readonly row: number }[] = [];
  const missing: string[] = [];
  vocabulary.tokens.forEach((token, id) => {
    if (isSpecialToken(token)) return;
    const row = places.get(token);
    if (row === undefined) missing.push(token);
    else known.push({ id, row });
  });
  const table = new Float32Array(known.length * size);
  known.forEach(({ row }, i) => table.set(values.subarray(row * size, (row + 1) * size), i * size));
  return { size, rows: Int32Array.from(known, ({ id }) => id), values: table, missing };
}
