// Rows that are the same everywhere but at their index.
import { fillWords } from './fill';

/**
 * @param indices - int32 [count]; a row whose index is not in [0, depth) has no place that differs
 * @param to - [count, depth] 4-byte values
 * @param on - bits of the value at the index
 * @param off - bits of the value elsewhere
 */
export function oneHot(indices: usize, count: usize, depth: usize, to: usize, on: u32, off: u32): void {
  fillWords(to, count * depth, off);
  for (let row: usize = 0; row < count; row++) {
    const index = load<u32>(indices + row * 4);
    if (index < <u32>depth) store<u32>(to + (row * depth + index) * 4, on);
  }
}
