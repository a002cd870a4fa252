// The logarithm of a softmax: score - greatest - ln(sum of e^(score - greatest)). Taking the logarithm of the weights would lose the small ones.
import { loadPart, storePart } from '../elementwise/part';
import { log } from '../math/log';
import { greatestOfRow } from '../reduce/extreme';
import { exponentials } from './exponentials';

/**
 * @param scores - [rows, columns]
 * @param to - [rows, columns]; must not be `scores`: it holds the exponentials meanwhile
 */
export function logSoftmax(scores: usize, to: usize, rows: usize, columns: usize): void {
  if (columns == 0) return;
  const rowBytes = columns << 2;
  for (let row: usize = 0; row < rows; row++) {
    logSoftmaxRow(scores, to, columns);
    scores += rowBytes;
    to += rowBytes;
  }
}

/** The same for one row of at least one score. */
export function logSoftmaxRow(scores: usize, to: usize, count: usize): void {
  const greatest = greatestOfRow(scores, count);
  const logOfTotal = log(f32x4.splat(<f32>exponentials(scores, greatest, to, count)));
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    v128.store(to, f32x4.sub(f32x4.sub(v128.load(scores), greatest), logOfTotal));
    scores += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, f32x4.sub(f32x4.sub(loadPart(scores, rest), greatest), logOfTotal), rest);
}
