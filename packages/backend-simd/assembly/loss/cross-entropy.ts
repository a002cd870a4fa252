// The cross-entropy of rows of scores with one right answer each, without ever making the one-hot rows: for a vocabulary of thousands
// they would be most of a training step's memory.
import { loadPart, storePart } from '../elementwise/part';
import { expOfNegative } from '../math/exp';
import { greatestOfRow } from '../reduce/extreme';
import { sumRow } from '../reduce/sum';
import { sumOfExponentials } from '../softmax/exponentials';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/**
 * Arguments: N, V, scores [N, V], targets [N] int32, mask [N], label smoothing ε (bits of a float32), losses [N], and [N, 2] for the way
 * back: each row's greatest score and the sum of e^(score − greatest).
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
    const loss = word(at, 6) + row * 4;
    const kept = word(at, 7) + row * 8;
    if (weight == 0) {
      store<f32>(loss, 0);
      store<f64>(kept, 0);
      continue;
    }
    const target = load<u32>(word(at, 3) + row * 4) as usize;
    store<f32>(loss, lossOfRow(word(at, 2) + row * vocabulary * 4, vocabulary, target, smoothing, kept) * weight);
  }
}

function lossOfRow(scores: usize, vocabulary: usize, target: usize, smoothing: f64, kept: usize): f32 {
  const greatest = greatestOfRow(scores, vocabulary);
  const sum = sumOfExponentials(scores, greatest, vocabulary);
  store<f32>(kept, f32x4.extract_lane(greatest, 0));
  store<f32>(kept, sum as f32, 4);
  const logOfSum = Math.log(sum) + f32x4.extract_lane(greatest, 0);
  let loss = (1 - smoothing) * (logOfSum - load<f32>(scores + target * 4));
  if (smoothing > 0) loss += smoothing * logOfSum - (smoothing / (vocabulary as f64)) * sumRow(scores, vocabulary);
  return loss as f32;
}

/**
 * Arguments: N, V, scores, targets, mask, label smoothing, the gradient of the sum of losses [], what was kept [N, 2], and where the scores'
 * gradient goes [N, V].
 */
export function crossEntropyGradientJob(at: usize, thread: usize, threads: usize): void {
  const rows = word(at, 0);
  const vocabulary = word(at, 1);
  const smoothing = load<f32>(at + 5 * 4);
  const scale = load<f32>(word(at, 6));
  const end = firstOf(thread + 1, threads, rows);
  for (let row = firstOf(thread, threads, rows); row < end; row++) {
    const weight = load<f32>(word(at, 4) + row * 4) * scale;
    const gradient = word(at, 8) + row * vocabulary * 4;
    if (load<f32>(word(at, 4) + row * 4) == 0) {
      memory.fill(gradient, 0, vocabulary * 4);
      continue;
    }
    const kept = word(at, 7) + row * 8;
    const factor = weight / load<f32>(kept, 4);
    const everywhere = (smoothing / (vocabulary as f32)) * weight;
    const scores = word(at, 2) + row * vocabulary * 4;
    probabilities(scores, v128.load32_splat(kept), factor, -everywhere, gradient, vocabulary);
    const right = gradient + (load<u32>(word(at, 3) + row * 4) as usize) * 4;
    store<f32>(right, load<f32>(right) - (1 - smoothing) * weight);
  }
}

/** to = e^(score − greatest) · factor + shift */
function probabilities(scores: usize, greatest: v128, factor: f32, shift: f32, to: usize, count: usize): void {
  const factors = f32x4.splat(factor);
  const shifts = f32x4.splat(shift);
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    const e = expOfNegative(f32x4.sub(v128.load(scores), greatest));
    v128.store(to, f32x4.add(f32x4.mul(e, factors), shifts));
    scores += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest == 0) return;
  const e = expOfNegative(f32x4.sub(loadPart(scores, rest), greatest));
  storePart(to, f32x4.add(f32x4.mul(e, factors), shifts), rest);
}
