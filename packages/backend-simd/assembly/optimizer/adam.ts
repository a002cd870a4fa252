// One step of Adam over a list of weights, each value in one pass; see adam.ts of @seq2seq/train for the formula.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { floatWord, loadLanes, storeLanes } from './lanes';
import { chunkLength, chunkOffset, rowOfChunk } from './tensor-list';

/** Words of a row: the two of every list; weight, gradient, mean, square; where to put the new weight, mean and square. */
const rowBytes: usize = 9 * 4;

/**
 * Arguments: the list, how many chunks; then, as bits of float32, the gradient's scale, 1 − β₁, 1 − β₂, the rate, the floor of the root and
 * the share of the weight that decays.
 */
export function adamJob(at: usize, thread: usize, threads: usize): void {
  const chunks = word(at, 1);
  const end = firstOf(thread + 1, threads, chunks);
  let row = word(at, 0);
  for (let chunk = firstOf(thread, threads, chunks); chunk < end; chunk++) {
    row = rowOfChunk(chunk, row, rowBytes);
    const first = chunkOffset(row, chunk);
    const count = chunkLength(row, chunk);
    stepFours(at, row, first, first + ((count & ~3) << 2));
    if ((count & 3) > 0) stepLanes(at, row, first + ((count & ~3) << 2), count & 3);
  }
}

function stepFours(at: usize, row: usize, i: usize, end: usize): void {
  const weights = word(row, 2);
  const gradients = word(row, 3);
  const means = word(row, 4);
  const squares = word(row, 5);
  const newWeights = word(row, 6);
  const newMeans = word(row, 7);
  const newSquares = word(row, 8);
  while (i < end) {
    const gradient = f32x4.mul(v128.load(gradients + i), floatWord(at, 2));
    const mean = newMean(at, v128.load(means + i), gradient);
    const square = newSquare(at, v128.load(squares + i), gradient);
    v128.store(newWeights + i, newWeight(at, v128.load(weights + i), mean, square));
    v128.store(newMeans + i, mean);
    v128.store(newSquares + i, square);
    i += 16;
  }
}

function stepLanes(at: usize, row: usize, i: usize, lanes: usize): void {
  const gradient = f32x4.mul(loadLanes(word(row, 3) + i, lanes), floatWord(at, 2));
  const mean = newMean(at, loadLanes(word(row, 4) + i, lanes), gradient);
  const square = newSquare(at, loadLanes(word(row, 5) + i, lanes), gradient);
  storeLanes(word(row, 6) + i, newWeight(at, loadLanes(word(row, 2) + i, lanes), mean, square), lanes);
  storeLanes(word(row, 7) + i, mean, lanes);
  storeLanes(word(row, 8) + i, square, lanes);
}

function newMean(at: usize, mean: v128, gradient: v128): v128 {
  return f32x4.add(mean, f32x4.mul(floatWord(at, 3), f32x4.sub(gradient, mean)));
}

function newSquare(at: usize, square: v128, gradient: v128): v128 {
  return f32x4.add(square, f32x4.mul(floatWord(at, 4), f32x4.sub(f32x4.mul(gradient, gradient), square)));
}

function newWeight(at: usize, weight: v128, mean: v128, square: v128): v128 {
  const root = f32x4.add(f32x4.sqrt(square), floatWord(at, 6));
  const change = f32x4.add(f32x4.div(f32x4.mul(floatWord(at, 5), mean), root), f32x4.mul(floatWord(at, 7), weight));
  return f32x4.sub(weight, change);
}
