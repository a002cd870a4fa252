// One step of gradient descent over a list of weights, with or without momentum, each value in one pass; see sgd.ts of @seq2seq/train for
// the formula.
import { firstOf } from '../threads/share';
import { word } from '../threads/word';
import { floatWord, loadLanes, storeLanes } from './lanes';
import { chunkLength, chunkOffset, rowOfChunk } from './tensor-list';

/** Words of a row: the two of every list; weight, gradient, velocity; where to put the new weight and velocity. No velocity is 0. */
const rowBytes: usize = 7 * 4;

/** Arguments: the list, how many chunks; then, as bits of float32, the gradient's scale, the rate and the momentum. */
export function sgdJob(at: usize, thread: usize, threads: usize): void {
  const chunks = word(at, 1);
  const end = firstOf(thread + 1, threads, chunks);
  let row = word(at, 0);
  for (let chunk = firstOf(thread, threads, chunks); chunk < end; chunk++) {
    row = rowOfChunk(chunk, row, rowBytes);
    const bytes = chunkLength(row, chunk) * 4;
    const first = chunkOffset(row, chunk);
    for (let i: usize = 0; i < bytes; i += 16) stepFour(at, row, first + i, min<usize>(4, (bytes - i) >> 2));
  }
}

function stepFour(at: usize, row: usize, offset: usize, lanes: usize): void {
  const weight = loadLanes(word(row, 2) + offset, lanes);
  let direction = f32x4.mul(loadLanes(word(row, 3) + offset, lanes), floatWord(at, 2));
  const velocity = word(row, 4);
  if (velocity != 0) {
    direction = f32x4.add(f32x4.mul(loadLanes(velocity + offset, lanes), floatWord(at, 4)), direction);
    storeLanes(word(row, 6) + offset, direction, lanes);
  }
  storeLanes(word(row, 5) + offset, f32x4.sub(weight, f32x4.mul(floatWord(at, 3), direction)), lanes);
}
