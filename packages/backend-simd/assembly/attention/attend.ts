// Where to look and what is seen there: a softmax over the allowed scores of a row, and the sum of the memory's values by these weights.
//
// Each thread takes rows of the batch. A position without weight is left out of the sum, so what stands there does not matter.
import { loadPart, storePart } from '../elementwise/part';
import { multiplyAdd } from '../multiply-add';
import { maskedSoftmaxRow } from '../softmax/masked-softmax';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/** Arguments: B, S, D, scores [B, S], allowed [B, S], values [B, S, D]; where to put weights [B, S] and context [B, D]. */
export function attendJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, 0);
  const positions = word(at, 1);
  const width = word(at, 2);
  const end = firstOf(thread + 1, threads, batch);
  for (let row = firstOf(thread, threads, batch); row < end; row++) {
    const offset = row * positions * 4;
    const weights = word(at, 6) + offset;
    maskedSoftmaxRow(word(at, 3) + offset, word(at, 4) + offset, weights, positions);
    weightedSum(weights, word(at, 5) + offset * width, positions, width, word(at, 7) + row * width * 4);
  }
}

/** The sum of weight · values over the positions, in their order; 16 of the D sums at a time, then 4, then the rest. */
function weightedSum(weights: usize, values: usize, positions: usize, width: usize, to: usize): void {
  const stride = width << 2;
  const sixteens = to + ((width & ~15) << 2);
  const fours = to + ((width & ~3) << 2);
  while (to < sixteens) {
    sumSixteen(weights, values, positions, stride, to);
    values += 64;
    to += 64;
  }
  while (to < fours) {
    v128.store(to, sumLanes(weights, values, positions, stride, 4));
    values += 16;
    to += 16;
  }
  const rest = width & 3;
  if (rest > 0) storePart(to, sumLanes(weights, values, positions, stride, rest), rest);
}

function sumSixteen(weights: usize, values: usize, positions: usize, stride: usize, to: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = weights + (positions << 2);
  while (weights < end) {
    if (load<f32>(weights) != 0) {
      const weight = v128.load32_splat(weights);
      s0 = multiplyAdd(weight, v128.load(values), s0);
      s1 = multiplyAdd(weight, v128.load(values, 16), s1);
      s2 = multiplyAdd(weight, v128.load(values, 32), s2);
      s3 = multiplyAdd(weight, v128.load(values, 48), s3);
    }
    weights += 4;
    values += stride;
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

function sumLanes(weights: usize, values: usize, positions: usize, stride: usize, lanes: usize): v128 {
  let sum = f32x4.splat(0);
  const end = weights + (positions << 2);
  while (weights < end) {
    if (load<f32>(weights) != 0) {
      const value = lanes == 4 ? v128.load(values) : loadPart(values, lanes);
      sum = multiplyAdd(v128.load32_splat(weights), value, sum);
    }
    weights += 4;
    values += stride;
  }
  return sum;
}
