// Rows fetched by index and added up by index, on all threads.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { copyRun } from './copy-run';
import { segmentSum } from './segment-sum';

/** Arguments: table, indices int32 [rows], where the rows go, rows, bytes of a row. Indices are known to be rows of the table. */
export function gatherRowsJob(at: usize, thread: usize, threads: usize): void {
  const rows = word(at, 3);
  const rowBytes = word(at, 4);
  const end = firstOf(thread + 1, threads, rows);
  for (let row = firstOf(thread, threads, rows); row < end; row++) {
    copyRun(word(at, 0) + load<u32>(word(at, 1) + row * 4) * rowBytes, word(at, 2) + row * rowBytes, rowBytes);
  }
}

/** The arguments of `segmentSum` in order; each thread takes columns of its own. */
export function segmentSumJob(at: usize, thread: usize, threads: usize): void {
  const columns = word(at, 7);
  const blocks = (columns + 15) / 16;
  const first = min<usize>(columns, firstOf(thread, threads, blocks) * 16);
  const end = min<usize>(columns, firstOf(thread + 1, threads, blocks) * 16);
  if (end <= first) return;
  segmentSum(
    word(at, 0) + first * 4,
    word(at, 1),
    word(at, 2),
    word(at, 3),
    word(at, 4) + first * 4,
    word(at, 5),
    word(at, 6),
    end - first,
  );
}
