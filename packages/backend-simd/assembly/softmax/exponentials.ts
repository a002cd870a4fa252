// What all softmaxes share: e to the power of each score less the greatest one, and their sum, which is at least 1, so that nothing overflows.
import { loadPart, storePart } from '../elementwise/part';
import { expOfNegative } from '../math/exp';

/**
 * @param greatest - what is taken off each score, in all four lanes
 * @param to - e^(score - greatest), `count` of them; may be `scores`
 * @returns their sum, in float64: four running sums, value i to the sum i mod 4, then (0 + 2) + (1 + 3)
 */
export function exponentials(scores: usize, greatest: v128, to: usize, count: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    const e = expOfNegative(f32x4.sub(v128.load(scores), greatest));
    v128.store(to, e);
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(e));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(i64x2.shuffle(e, e, 1, 0)));
    scores += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) {
    storePart(to, expOfNegative(f32x4.sub(loadPart(scores, rest), greatest)), rest);
    // Read again: the lanes that do not count are 0 now.
    const e = loadPart(to, rest);
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(e));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(i64x2.shuffle(e, e, 1, 0)));
  }
  const both = f64x2.add(s0, s1);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** The sum where nobody needs the values. The last one to three are added to the others' sum, so it may be rounded differently. */
export function sumOfExponentials(scores: usize, greatest: v128, count: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  const fours = scores + ((count & ~3) << 2);
  while (scores < fours) {
    const e = expOfNegative(f32x4.sub(v128.load(scores), greatest));
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(e));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(i64x2.shuffle(e, e, 1, 0)));
    scores += 16;
  }
  const both = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (let i: usize = 0; i < (count & 3); i++) {
    const one = f32x4.sub(v128.load32_splat(scores + i * 4), greatest);
    sum += f32x4.extract_lane(expOfNegative(one), 0) as f64;
  }
  return sum;
}

/** Each of `count` values divided by `divisor`, in place. */
export function divideRow(values: usize, divisor: f32, count: usize): void {
  const divisors = f32x4.splat(divisor);
  const fours = values + ((count & ~3) << 2);
  while (values < fours) {
    v128.store(values, f32x4.div(v128.load(values), divisors));
    values += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(values, f32x4.div(loadPart(values, rest), divisors), rest);
}
