// The way back from weights and context to scores and values; see attend.ts. The softmax's part: weight · (its gradient − their mean by weight).
import { loadPart, storePart } from '../elementwise/part';
import { multiplyAdd } from '../multiply-add';
import { sumOfLanes } from '../reduce/sum-of-lanes';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/**
 * Arguments: B, S, D, weights [B, S], values [B, S, D], the gradients of weights [B, S] and context [B, D]; where to put those of scores
 * [B, S] and values [B, S, D].
 */
export function attendGradientJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, 0);
  const positions = word(at, 1);
  const width = word(at, 2);
  const end = firstOf(thread + 1, threads, batch);
  for (let row = firstOf(thread, threads, batch); row < end; row++) {
    const offset = row * positions * 4;
    const dContext = word(at, 6) + row * width * 4;
    gradientOfRow(at, offset, dContext, positions, width);
  }
}

function gradientOfRow(at: usize, offset: usize, dContext: usize, positions: usize, width: usize): void {
  const weights = word(at, 3) + offset;
  const dWeights = word(at, 5) + offset;
  const dScores = word(at, 7) + offset;
  let values = word(at, 4) + offset * width;
  let dValues = word(at, 8) + offset * width;
  let mean: f64 = 0;
  const bytes = positions << 2;
  for (let i: usize = 0; i < bytes; i += 4) {
    const weight = load<f32>(weights + i);
    if (weight == 0) {
      memory.fill(dValues, 0, width << 2);
      store<f32>(dScores + i, 0);
    } else {
      const dWeight = load<f32>(dWeights + i) + spread(weight, values, dContext, dValues, width);
      store<f32>(dScores + i, dWeight);
      mean += (weight as f64) * (dWeight as f64);
    }
    values += width << 2;
    dValues += width << 2;
  }
  // What is 0 stays 0: its weight is.
  for (let i: usize = 0; i < bytes; i += 4) {
    const difference = (load<f32>(dScores + i) as f64) - mean;
    store<f32>(dScores + i, ((load<f32>(weights + i) as f64) * difference) as f32);
  }
}

/** Puts weight · the context's gradient into the position's, and gives the product of the position's values with it. */
function spread(weight: f32, values: usize, dContext: usize, to: usize, width: usize): f32 {
  const weights = f32x4.splat(weight);
  let sum = f32x4.splat(0);
  const fours = to + ((width & ~3) << 2);
  while (to < fours) {
    const gradient = v128.load(dContext);
    v128.store(to, f32x4.mul(weights, gradient));
    sum = multiplyAdd(v128.load(values), gradient, sum);
    values += 16;
    dContext += 16;
    to += 16;
  }
  const rest = width & 3;
  if (rest > 0) {
    const gradient = loadPart(dContext, rest);
    storePart(to, f32x4.mul(weights, gradient), rest);
    sum = multiplyAdd(loadPart(values, rest), gradient, sum);
  }
  return sumOfLanes(sum);
}
