// e^score over the sum of all e^score of a row: weights that sum to one.
import { greatestOfRow } from '../reduce/extreme';
import { divideRow, exponentials } from './exponentials';

/**
 * @param scores - [rows, columns]
 * @param to - [rows, columns]; may be `scores`
 */
export function softmax(scores: usize, to: usize, rows: usize, columns: usize): void {
  if (columns == 0) return;
  const rowBytes = columns << 2;
  for (let row: usize = 0; row < rows; row++) {
    softmaxRow(scores, to, columns);
    scores += rowBytes;
    to += rowBytes;
  }
}

/** The same for one row of at least one score. */
export function softmaxRow(scores: usize, to: usize, count: usize): void {
  const total = exponentials(scores, greatestOfRow(scores, count), to, count);
  divideRow(to, <f32>total, count);
}
