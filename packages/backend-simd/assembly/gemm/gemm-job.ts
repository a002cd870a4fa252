// A product shared among threads: by columns where there are enough, so that each packs its own part of B only; else by rows.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { beginOfBlock, gemm } from './gemm';
import { panelColumns } from './pack';

/** The arguments of `gemm` in order, 4 bytes each, and then the bytes of scratch memory that each thread has of its own. */
export function gemmJob(at: usize, thread: usize, threads: usize): void {
  const a = word(at, 0);
  const aRowStride = word(at, 1);
  const b = word(at, 3);
  const bColumnStride = word(at, 5);
  const c = word(at, 6);
  const cStride = word(at, 7);
  const rows = word(at, 8);
  const columns = word(at, 10);
  const scratch = word(at, 12) + thread * word(at, 13);
  const panels = columns / panelColumns;
  let firstRow: usize = 0;
  let endRow = rows;
  let firstColumn: usize = 0;
  let endColumn = columns;
  if (panels >= 4 * threads) {
    firstColumn = firstOf(thread, threads, panels) * panelColumns;
    if (thread + 1 < threads) endColumn = firstOf(thread + 1, threads, panels) * panelColumns;
  } else {
    firstRow = firstOf(thread, threads, rows);
    endRow = firstOf(thread + 1, threads, rows);
  }
  if (endRow <= firstRow || endColumn <= firstColumn) return;
  gemm(
    a + firstRow * aRowStride,
    aRowStride,
    word(at, 2),
    b + firstColumn * bColumnStride,
    word(at, 4),
    bColumnStride,
    c + firstRow * cStride + firstColumn * 4,
    cStride,
    endRow - firstRow,
    word(at, 9),
    endColumn - firstColumn,
    beginOfBlock(word(at, 11), 0, firstColumn),
    scratch,
  );
}
