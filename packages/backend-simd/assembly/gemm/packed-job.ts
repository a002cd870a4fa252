// A product with a packed right operand, shared among threads by panels, or by rows where there are few panels.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { gemmPacked, gemmPanels, panelsOf } from './packed';

/** The arguments of `gemmPacked` in order, and then the bytes of scratch memory that each thread has of its own. */
export function gemmPackedJob(at: usize, thread: usize, threads: usize): void {
  const a = word(at, 0);
  const aRowStride = word(at, 1);
  const aDepthStride = word(at, 2);
  const packed = word(at, 3);
  const c = word(at, 4);
  const cStride = word(at, 5);
  const rows = word(at, 6);
  const depth = word(at, 7);
  const columns = word(at, 8);
  const begin = word(at, 9);
  const scratch = word(at, 10) + thread * word(at, 11);
  const panels = panelsOf(columns);
  if (panels >= 4 * threads) {
    const first = firstOf(thread, threads, panels);
    const end = firstOf(thread + 1, threads, panels);
    gemmPanels(a, aRowStride, aDepthStride, packed, c, cStride, rows, depth, columns, begin, first, end, scratch);
    return;
  }
  const first = firstOf(thread, threads, rows);
  const count = firstOf(thread + 1, threads, rows) - first;
  if (count == 0) return;
  const from = a + first * aRowStride;
  const to = c + first * cStride;
  gemmPacked(from, aRowStride, aDepthStride, packed, to, cStride, count, depth, columns, begin, scratch);
}
