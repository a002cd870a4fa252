// Many products of one shape, each thread some of them: to be told of each would take longer than a small one does.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { gemm } from './gemm';
import { vectorTimesMatrix } from './vector';

/**
 * Arguments: those of `gemm` up to the columns, in order; how many products; the bytes from one A to the next, from one B and from one C,
 * 0 where all have the same; scratch memory, and the bytes of it that each thread has of its own.
 */
export function gemmBatchJob(at: usize, thread: usize, threads: usize): void {
  const aRowStride = word(at, 1);
  const aDepthStride = word(at, 2);
  const bDepthStride = word(at, 4);
  const bColumnStride = word(at, 5);
  const cStride = word(at, 7);
  const rows = word(at, 8);
  const depth = word(at, 9);
  const columns = word(at, 10);
  const count = word(at, 11);
  const end = firstOf(thread + 1, threads, count);
  for (let i = firstOf(thread, threads, count); i < end; i++) {
    const a = word(at, 0) + i * word(at, 12);
    const b = word(at, 3) + i * word(at, 13);
    const c = word(at, 6) + i * word(at, 14);
    if (rows == 1 || (depth == 1 && bColumnStride == 4)) {
      for (let row: usize = 0; row < rows; row++) {
        const y = c + row * cStride;
        vectorTimesMatrix(a + row * aRowStride, b, bDepthStride, bColumnStride, y, depth, columns);
      }
    } else if (columns == 1) vectorTimesMatrix(b, a, aDepthStride, aRowStride, c, depth, rows);
    else {
      const scratch = word(at, 15) + thread * word(at, 16);
      gemm(a, aRowStride, aDepthStride, b, bDepthStride, bColumnStride, c, cStride, rows, depth, columns, 0, scratch);
    }
  }
}
