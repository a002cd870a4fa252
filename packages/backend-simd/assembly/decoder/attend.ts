// One row of additive attention at one step: scores, weights and context; and back. What tanh gave is computed again on the way back: it
// costs less than to keep [T, B, S, A] of it. Positions that are padding are skipped: their weight is 0, and so is their gradient.
import { additiveScore, additiveScoreBack } from '../attention/additive-score';
import { multiplyAdd } from '../multiply-add';
import { sumOfLanes } from '../reduce/sum-of-lanes';
import { maskedSoftmaxRow } from '../softmax/masked-softmax';
import { DecoderRun } from './run';

/** @param query - [A]; @param weights - [S] to write; @param context - [D] to write */
export function attendRow(run: DecoderRun, row: usize, query: usize, weights: usize, context: usize): void {
  const positions = run.positions;
  const scoreBytes = run.scoreSize * 4;
  const memoryBytes = run.memorySize * 4;
  const mask = run.mask + row * positions * 4;
  const v = run.v;
  let key = run.keys + row * positions * scoreBytes;
  for (let position: usize = 0; position < positions; position++) {
    if (load<f32>(mask + position * 4) != 0) {
      store<f32>(weights + position * 4, additiveScore(query, key, v, scoreBytes));
    }
    key += scoreBytes;
  }
  maskedSoftmaxRow(weights, mask, weights, positions);
  memory.fill(context, 0, memoryBytes);
  let value = run.values + row * positions * memoryBytes;
  for (let position: usize = 0; position < positions; position++) {
    if (load<f32>(mask + position * 4) != 0)
      addScaled(value, v128.load32_splat(weights + position * 4), context, memoryBytes);
    value += memoryBytes;
  }
}

/**
 * @param query - [A]
 * @param weights - [S] of this step
 * @param dWeights - [S] the gradient that came for them
 * @param dContext - [D] the gradient of the context
 * @param dQuery - [A] to write; gradients of keys, values and v are added to
 */
export function attendRowBack(
  run: DecoderRun,
  row: usize,
  query: usize,
  weights: usize,
  dWeights: usize,
  dContext: usize,
  dQuery: usize,
): void {
  const positions = run.positions;
  const scoreBytes = run.scoreSize * 4;
  const memoryBytes = run.memorySize * 4;
  const mask = run.mask + row * positions * 4;
  const dScores = run.dScores + row * positions * 4;
  const v = run.v;
  const dV = run.dV + row * scoreBytes;
  let value = run.values + row * positions * memoryBytes;
  let dValue = run.dValues + row * positions * memoryBytes;
  let mean: f32 = 0;
  for (let position: usize = 0; position < positions; position++) {
    if (load<f32>(mask + position * 4) != 0) {
      const weight = load<f32>(weights + position * 4);
      const dWeight = load<f32>(dWeights + position * 4) + dot(value, dContext, memoryBytes);
      addScaled(dContext, f32x4.splat(weight), dValue, memoryBytes);
      store<f32>(dScores + position * 4, dWeight);
      mean += weight * dWeight;
    }
    value += memoryBytes;
    dValue += memoryBytes;
  }
  memory.fill(dQuery, 0, scoreBytes);
  let key = run.keys + row * positions * scoreBytes;
  let dKey = run.dKeys + row * positions * scoreBytes;
  for (let position: usize = 0; position < positions; position++) {
    if (load<f32>(mask + position * 4) != 0) {
      const dScore = f32x4.splat(load<f32>(weights + position * 4) * (load<f32>(dScores + position * 4) - mean));
      additiveScoreBack(query, key, v, dScore, dQuery, dKey, dV, scoreBytes, true);
    }
    key += scoreBytes;
    dKey += scoreBytes;
  }
}

/** to += factor · from */
function addScaled(from: usize, factor: v128, to: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(to + j, multiplyAdd(v128.load(from + j), factor, v128.load(to + j)));
  }
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) sum = multiplyAdd(v128.load(a + j), v128.load(b + j), sum);
  return sumOfLanes(sum);
}
