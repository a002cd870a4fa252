// The sum of the squares of all values of a list of tensors, a chunk at a time: whoever called adds the chunks' sums up in their order.
import { loadPart } from '../elementwise/part';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { chunkLength, chunkOffset, rowOfChunk } from './tensor-list';

/** Words of a row: the two of every list, and the tensor. */
const rowBytes: usize = 3 * 4;

/** Arguments: the list, how many chunks, where to put their sums (float64). */
export function squaredNormJob(at: usize, thread: usize, threads: usize): void {
  const chunks = word(at, 1);
  const end = firstOf(thread + 1, threads, chunks);
  let row = word(at, 0);
  for (let chunk = firstOf(thread, threads, chunks); chunk < end; chunk++) {
    row = rowOfChunk(chunk, row, rowBytes);
    const sum = sumOfSquares(word(row, 2) + chunkOffset(row, chunk), chunkLength(row, chunk));
    store<f64>(word(at, 2) + chunk * 8, sum);
  }
}

/** In float64: eight running sums, value i to the sum i mod 8, then ((0 + 2) + (4 + 6)) + ((1 + 3) + (5 + 7)). */
function sumOfSquares(from: usize, count: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const eights = from + ((count & ~7) << 2);
  while (from < eights) {
    const low = v128.load(from);
    const high = v128.load(from, 16);
    s0 = f64x2.add(s0, squareOfLow(low));
    s1 = f64x2.add(s1, squareOfHigh(low));
    s2 = f64x2.add(s2, squareOfLow(high));
    s3 = f64x2.add(s3, squareOfHigh(high));
    from += 32;
  }
  const rest = count & 7;
  if (rest > 0) {
    const low = rest >= 4 ? v128.load(from) : loadPart(from, rest);
    s0 = f64x2.add(s0, squareOfLow(low));
    s1 = f64x2.add(s1, squareOfHigh(low));
  }
  if (rest > 4) {
    const high = loadPart(from + 16, rest - 4);
    s2 = f64x2.add(s2, squareOfLow(high));
    s3 = f64x2.add(s3, squareOfHigh(high));
  }
  const total = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

function squareOfLow(x: v128): v128 {
  const double = f64x2.promote_low_f32x4(x);
  return f64x2.mul(double, double);
}

function squareOfHigh(x: v128): v128 {
  return squareOfLow(i64x2.shuffle(x, x, 1, 0));
}
