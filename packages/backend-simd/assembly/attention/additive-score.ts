// v · tanh(query + key) for every position of a memory, and back: the score of Bahdanau, Cho, Bengio 2015, after the projections.
//
// Each thread takes rows of the batch. What tanh gave is computed again on the way back: it costs less than to keep [B, S, A] of it.
import { multiplyAdd } from '../multiply-add';
import { tanh } from '../math/tanh';
import { sumOfLanes } from '../reduce/sum-of-lanes';
import { firstOf } from '../threads/share';
import { word } from '../threads/word';

/** Arguments: B, S, A (a multiple of 4), query [B, A], keys [B, S, A], v [A], scores [B, S]. */
export function additiveScoreJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, 0);
  const positions = word(at, 1);
  const bytes = word(at, 2) * 4;
  const v = word(at, 5);
  const end = firstOf(thread + 1, threads, batch);
  for (let row = firstOf(thread, threads, batch); row < end; row++) {
    const query = word(at, 3) + row * bytes;
    for (let position: usize = 0; position < positions; position++) {
      const key = word(at, 4) + (row * positions + position) * bytes;
      store<f32>(word(at, 6) + (row * positions + position) * 4, additiveScore(query, key, v, bytes));
    }
  }
}

/**
 * Arguments: B, S, A, query, keys, v, the scores' gradient [B, S], and where to put those of query [B, A], keys [B, S, A], and v, one for
 * each row [B, A]: whoever called adds them up in order.
 */
export function additiveScoreGradientJob(at: usize, thread: usize, threads: usize): void {
  const batch = word(at, 0);
  const positions = word(at, 1);
  const bytes = word(at, 2) * 4;
  const v = word(at, 5);
  const end = firstOf(thread + 1, threads, batch);
  for (let row = firstOf(thread, threads, batch); row < end; row++) {
    const query = word(at, 3) + row * bytes;
    const dQuery = word(at, 7) + row * bytes;
    const dV = word(at, 9) + row * bytes;
    memory.fill(dQuery, 0, bytes);
    memory.fill(dV, 0, bytes);
    for (let position: usize = 0; position < positions; position++) {
      const offset = (row * positions + position) * bytes;
      const key = word(at, 4) + offset;
      const dKey = word(at, 8) + offset;
      const dScore = v128.load32_splat(word(at, 6) + (row * positions + position) * 4);
      additiveScoreBack(query, key, v, dScore, dQuery, dKey, dV, bytes, false);
    }
  }
}

/** The score of one position: v · tanh(query + key), [A] each. */
export function additiveScore(query: usize, key: usize, v: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const hidden = tanh(f32x4.add(v128.load(key + j), v128.load(query + j)));
    sum = multiplyAdd(hidden, v128.load(v + j), sum);
  }
  return sumOfLanes(sum);
}

/**
 * Back: adds to the gradients of query and v.
 *
 * @param dScore - the score's gradient, in all four lanes
 * @param addsToKey - whether to add to the key's gradient or to write it
 */
export function additiveScoreBack(
  query: usize,
  key: usize,
  v: usize,
  dScore: v128,
  dQuery: usize,
  dKey: usize,
  dV: usize,
  bytes: usize,
  addsToKey: bool,
): void {
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const hidden = tanh(f32x4.add(v128.load(key + j), v128.load(query + j)));
    const slope = f32x4.sub(one, f32x4.mul(hidden, hidden));
    const dHidden = f32x4.mul(f32x4.mul(dScore, v128.load(v + j)), slope);
    v128.store(dKey + j, addsToKey ? f32x4.add(v128.load(dKey + j), dHidden) : dHidden);
    v128.store(dQuery + j, f32x4.add(v128.load(dQuery + j), dHidden));
    v128.store(dV + j, multiplyAdd(dScore, hidden, v128.load(dV + j)));
  }
}
