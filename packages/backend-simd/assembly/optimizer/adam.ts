// One step of Adam over one weight in one pass; see adam.ts of @seq2seq/train for the formula. Threads share the values.
import { loadPart, storePart } from '../elementwise/part';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/**
 * Arguments: how many values; weight, gradient, mean, square; where to put the new weight, mean and square; then, as bits of float32,
 * 1 − β₁, 1 − β₂, the rate and the floor of the root.
 */
export function adamJob(at: usize, thread: usize, threads: usize): void {
  const count = word(at, 0);
  // Fours, so that a value's place among the lanes does not depend on the threads.
  const fours = (count + 3) >> 2;
  const first = firstOf(thread, threads, fours) * 4;
  const end = min<usize>(count, firstOf(thread + 1, threads, fours) * 4);
  for (let i = first; i < end; i += 4) stepFour(at, i * 4, min<usize>(4, end - i));
}

function stepFour(at: usize, offset: usize, lanes: usize): void {
  const gradient = read(word(at, 2) + offset, lanes);
  const mean = read(word(at, 3) + offset, lanes);
  const square = read(word(at, 4) + offset, lanes);
  const newMean = f32x4.add(mean, f32x4.mul(float(at, 8), f32x4.sub(gradient, mean)));
  const newSquare = f32x4.add(square, f32x4.mul(float(at, 9), f32x4.sub(f32x4.mul(gradient, gradient), square)));
  const root = f32x4.add(f32x4.sqrt(newSquare), float(at, 11));
  const weight = f32x4.sub(read(word(at, 1) + offset, lanes), f32x4.div(f32x4.mul(float(at, 10), newMean), root));
  write(word(at, 5) + offset, weight, lanes);
  write(word(at, 6) + offset, newMean, lanes);
  write(word(at, 7) + offset, newSquare, lanes);
}

function float(at: usize, index: usize): v128 {
  return v128.load32_splat(at + index * 4);
}

function read(from: usize, lanes: usize): v128 {
  return lanes == 4 ? v128.load(from) : loadPart(from, lanes);
}

function write(to: usize, value: v128, lanes: usize): void {
  if (lanes == 4) v128.store(to, value);
  else storePart(to, value, lanes);
}
