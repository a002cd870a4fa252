// A matrix packed by all threads, each its own panels.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { packMatrix, panelsOf } from './packed';

/** Arguments: where B lies, its depth stride and column stride in bytes, depth, columns, where the packed matrix goes. */
export function packJob(at: usize, thread: usize, threads: usize): void {
  const columns = word(at, 4);
  const panels = panelsOf(columns);
  const first = firstOf(thread, threads, panels);
  const end = firstOf(thread + 1, threads, panels);
  packMatrix(word(at, 0), word(at, 1), word(at, 2), word(at, 3), columns, word(at, 5), first, end);
}
