// The cross-entropy of rows of scores with one right answer each, and its gradient, without ever making the one-hot rows: for a
// vocabulary of thousands they would be most of a training step's memory.
import { loadPart, storePart } from '../elementwise/part';
import { greatestOfRow } from '../reduce/extreme';
import { sumRow } from '../reduce/sum';
import { exponentials } from '../softmax/exponentials';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/**
 * Arguments: N, V, scores [N, V], targets [N] int32, mask [N], label smoothing ε (bits of a float32), losses [N], gradient [N, V].
 *
 * With smoothing the right answer has 1 − ε + ε / V, every other one ε / V.
 */
export function crossEntropyJob(at: usize, thread: usize, threads: usize): void {
  const rows = word(at, 0);
  const vocabulary = word(at, 1);
  const smoothing = load<f32>(at + 5 * 4) as f64;
  const end = firstOf(thread + 1, threads, rows);
  for (let row = firstOf(thread, threads, rows); row < end; row++) {
    const weight = load<f32>(word(at, 4) + row * 4);
    const target = load<u32>(word(at, 3) + row * 4) as usize;
    const scores = word(at, 2) + row * vocabulary * 4;
    const gradient = word(at, 7) + row * vocabulary * 4;
    const loss = word(at, 6) + row * 4;
    if (weight == 0) {
      memory.fill(gradient, 0, vocabulary * 4);
      store<f32>(loss, 0);
      continue;
    }
    store<f32>(loss, lossOfRow(scores, vocabulary, target, smoothing, weight, gradient));
  }
}

function lossOfRow(scores: usize, vocabulary: usize, target: usize, smoothing: f64, weight: f32, gradient: usize): f32 {
  const greatest = greatestOfRow(scores, vocabulary);
  const sum = exponentials(scores, greatest, gradient, vocabulary);
  const logOfSum = Math.log(sum) + f32x4.extract_lane(greatest, 0);
  const everywhere = smoothing / (vocabulary as f64);
  scaleAndShift(gradient, vocabulary, (weight as f64) / sum, -everywhere * (weight as f64));
  const right = gradient + target * 4;
  store<f32>(right, load<f32>(right) - ((1 - smoothing) as f32) * weight);
  let loss = (1 - smoothing) * (logOfSum - load<f32>(scores + target * 4));
  if (smoothing > 0) loss += smoothing * logOfSum - everywhere * sumRow(scores, vocabulary);
  return (loss as f32) * weight;
}

/** values · factor + shift, in place. */
function scaleAndShift(values: usize, count: usize, factor: f64, shift: f64): void {
  const factors = f32x4.splat(factor as f32);
  const shifts = f32x4.splat(shift as f32);
  const fours = values + ((count & ~3) << 2);
  while (values < fours) {
    v128.store(values, f32x4.add(f32x4.mul(v128.load(values), factors), shifts));
    values += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(values, f32x4.add(f32x4.mul(loadPart(values, rest), factors), shifts), rest);
}
