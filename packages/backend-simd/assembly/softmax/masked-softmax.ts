// A softmax over some of the scores of a row: where one may not look, the weight is 0, and what stands there does not matter.
import { loadPart, storePart } from '../elementwise/part';
import { greatestOfRow } from '../reduce/extreme';
import { divideRow, exponentials } from './exponentials';

/**
 * @param scores - [rows, columns]
 * @param allowed - [rows, columns] float32, 0 where one may not look
 * @param to - [rows, columns]; may be `scores`, must not be `allowed`
 */
export function maskedSoftmax(scores: usize, allowed: usize, to: usize, rows: usize, columns: usize): void {
  const rowBytes = columns << 2;
  for (let row: usize = 0; row < rows; row++) {
    maskedSoftmaxRow(scores, allowed, to, columns);
    scores += rowBytes;
    allowed += rowBytes;
    to += rowBytes;
  }
}

/** The same for one row of any length. A row without anything allowed gets zeros. */
export function maskedSoftmaxRow(scores: usize, allowed: usize, to: usize, count: usize): void {
  if (!hide(scores, allowed, to, count)) {
    memory.fill(to, 0, count << 2);
    return;
  }
  const total = exponentials(to, greatestOfRow(to, count), to, count);
  divideRow(to, <f32>total, count);
}

/** Scores, -Infinity where one may not look. Whether one may look anywhere. */
function hide(scores: usize, allowed: usize, to: usize, count: usize): bool {
  let seen = i32x4.splat(0);
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    const isAllowed = f32x4.ne(v128.load(allowed), f32x4.splat(0));
    seen = v128.or(seen, isAllowed);
    v128.store(to, v128.bitselect(v128.load(scores), f32x4.splat(-Infinity), isAllowed));
    scores += 16;
    allowed += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) {
    const isAllowed = f32x4.ne(loadPart(allowed, rest), f32x4.splat(0));
    seen = v128.or(seen, isAllowed);
    storePart(to, v128.bitselect(loadPart(scores, rest), f32x4.splat(-Infinity), isAllowed), rest);
  }
  return v128.any_true(seen);
}
