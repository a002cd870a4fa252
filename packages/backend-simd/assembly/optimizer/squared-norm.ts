// The sum of the squares of all values of a list of tensors, a chunk at a time: whoever called adds the chunks' sums up in their order.
import { sumOfSquares } from '../reduce/sum';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { chunkLength, chunkOffset, rowOfChunk } from './tensor-list';

/** Words of a row: the two of every list, and the tensor. */
const rowBytes: usize = 3 * 4;

/** Arguments: the list, how many chunks, where to put their sums (float64). */
export function squaredNormJob(at: usize, thread: usize, threads: usize): void {
  const chunks = word(at, 1);
  const end = firstOf(thread + 1, threads, chunks);
  let row = word(at, 0);
  for (let chunk = firstOf(thread, threads, chunks); chunk < end; chunk++) {
    row = rowOfChunk(chunk, row, rowBytes);
    const sum = sumOfSquares(word(row, 2) + chunkOffset(row, chunk), chunkLength(row, chunk));
    store<f64>(word(at, 2) + chunk * 8, sum);
  }
}
