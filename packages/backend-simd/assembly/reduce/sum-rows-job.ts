// The sum of a matrix's rows: each thread takes columns of its own, in fours, so that each sum adds the rows in their order.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/** Columns whose running sums stay in registers over all rows. */
const stripe: usize = 16;

/** Arguments: where the matrix lies, its rows, its columns (a multiple of 4), where the sums go. */
export function sumRowsJob(at: usize, thread: usize, threads: usize): void {
  const rows = word(at, 1);
  const columns = word(at, 2);
  const fours = columns / 4;
  const end = firstOf(thread + 1, threads, fours) * 4;
  let column = firstOf(thread, threads, fours) * 4;
  for (; column + stripe <= end; column += stripe)
    sumStripe(word(at, 0) + column * 4, rows, columns * 4, word(at, 3) + column * 4);
  for (; column < end; column += 4) sumFour(word(at, 0) + column * 4, rows, columns * 4, word(at, 3) + column * 4);
}

function sumStripe(from: usize, rows: usize, rowBytes: usize, to: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let row: usize = 0; row < rows; row++) {
    s0 = f32x4.add(s0, v128.load(from));
    s1 = f32x4.add(s1, v128.load(from, 16));
    s2 = f32x4.add(s2, v128.load(from, 32));
    s3 = f32x4.add(s3, v128.load(from, 48));
    from += rowBytes;
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

function sumFour(from: usize, rows: usize, rowBytes: usize, to: usize): void {
  let sum = f32x4.splat(0);
  for (let row: usize = 0; row < rows; row++) {
    sum = f32x4.add(sum, v128.load(from));
    from += rowBytes;
  }
  v128.store(to, sum);
}
