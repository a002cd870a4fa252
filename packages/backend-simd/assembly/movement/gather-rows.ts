// Rows chosen by index: the lookup of embeddings, and the reordering of states.
import { copyRun } from './copy-run';

/**
 * @param x - [batches, outer, size] rows of rowBytes
 * @param indices - int32 [batches, count]
 * @param to - [batches, outer, count] rows
 * @returns where the first index that is not in [0, size) stands, and nothing is written; or -1
 */
export function gatherRows(
  x: usize,
  indices: usize,
  to: usize,
  batches: usize,
  outer: usize,
  size: usize,
  count: usize,
  rowBytes: usize,
): isize {
  const total = batches * count;
  for (let i: usize = 0; i < total; i++) {
    // Negative indices are huge as unsigned numbers.
    if (load<u32>(indices + i * 4) >= <u32>size) return <isize>i;
  }
  const tableBytes = size * rowBytes;
  for (let batch: usize = 0; batch < batches; batch++) {
    for (let table: usize = 0; table < outer; table++) {
      if (rowBytes == 4) gatherWords(x, indices, to, count);
      else {
        for (let i: usize = 0; i < count; i++) {
          copyRun(x + load<u32>(indices + i * 4) * rowBytes, to + i * rowBytes, rowBytes);
        }
      }
      x += tableBytes;
      to += count * rowBytes;
    }
    indices += count * 4;
  }
  return -1;
}

function gatherWords(x: usize, indices: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i++) {
    store<u32>(to + i * 4, load<u32>(x + load<u32>(indices + i * 4) * 4));
  }
}
