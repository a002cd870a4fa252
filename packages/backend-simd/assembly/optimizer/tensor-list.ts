// Jobs over a list of tensors: the values of each are cut into chunks, counted through the list, and the threads share the chunks. Many small
// weights cost one job, and the longest weight does not hold one thread up.
//
// The list is a table of rows of words: how many values, the number of the first chunk, then the addresses that a job wants for each tensor.
import { word } from '../threads/word';

/** Values of a chunk. Sums are made of whole chunks, so it belongs to the result: the number of threads does not. */
const chunkValues: usize = 4096;

/** The row that a chunk belongs to, at or behind the given one. */
export function rowOfChunk(chunk: usize, row: usize, rowBytes: usize): usize {
  while (chunk >= word(row, 1) + (word(row, 0) + chunkValues - 1) / chunkValues) row += rowBytes;
  return row;
}

/** Where a chunk begins in each tensor of its row, in bytes. */
export function chunkOffset(row: usize, chunk: usize): usize {
  return (chunk - word(row, 1)) * chunkValues * 4;
}

/** How many values a chunk has: all, or what is left. */
export function chunkLength(row: usize, chunk: usize): usize {
  return min<usize>(chunkValues, word(row, 0) - (chunk - word(row, 1)) * chunkValues);
}
