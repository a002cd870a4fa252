// Sums of an array [outer, reduced, inner] over its middle axis.
//
// All sums run in float64 and are rounded once at the end, so that a million values add up as exactly as ten. The order is fixed by the shape
// alone. Values side by side (inner = 1): eight running sums, value i to the sum i mod 8, then ((0 + 2) + (4 + 6)) + ((1 + 3) + (5 + 7)). Values apart
// (inner > 1): one running sum in the order of the axis. No sum depends on another, so outer rows or inner columns may be shared out as one
// likes; only the reduced axis must not be cut.
import { loadPart } from '../elementwise/part';

/**
 * @param from - [outer, reduced, inner]
 * @param to - [outer, inner]
 * @param divisor - what each sum is divided by before it is rounded: the count for a mean, else 1
 */
export function sum(from: usize, to: usize, outer: usize, reduced: usize, inner: usize, divisor: f64): void {
  for (let i: usize = 0; i < outer; i++) {
    if (inner == 1) store<f32>(to, <f32>(sumRow(from, reduced) / divisor));
    else sumColumns(from, reduced, inner, to, divisor);
    from += (reduced * inner) << 2;
    to += inner << 2;
  }
}

/** The sum of `count` values side by side. */
export function sumRow(from: usize, count: usize): f64 {
  return sumTerms<Value>(from, count);
}

/** The sum of their squares. */
export function sumOfSquares(from: usize, count: usize): f64 {
  return sumTerms<Square>(from, count);
}

@unmanaged
class Value {
  @inline
  of(x: v128): v128 {
    return x;
  }
}

@unmanaged
class Square {
  @inline
  of(x: v128): v128 {
    return f64x2.mul(x, x);
  }
}

function sumTerms<Term>(from: usize, count: usize): f64 {
  const term = changetype<Term>(0);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const eights = from + ((count & ~7) << 2);
  while (from < eights) {
    const low = v128.load(from);
    const high = v128.load(from, 16);
    s0 = f64x2.add(s0, term.of(lowToDouble(low)));
    s1 = f64x2.add(s1, term.of(highToDouble(low)));
    s2 = f64x2.add(s2, term.of(lowToDouble(high)));
    s3 = f64x2.add(s3, term.of(highToDouble(high)));
    from += 32;
  }
  // A sum that began at +0 is never -0, so that adding 0 changes nothing.
  const rest = count & 7;
  if (rest > 0) {
    const low = rest >= 4 ? v128.load(from) : loadPart(from, rest);
    s0 = f64x2.add(s0, term.of(lowToDouble(low)));
    s1 = f64x2.add(s1, term.of(highToDouble(low)));
  }
  if (rest > 4) {
    const high = loadPart(from + 16, rest - 4);
    s2 = f64x2.add(s2, term.of(lowToDouble(high)));
    s3 = f64x2.add(s3, term.of(highToDouble(high)));
  }
  const total = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/** One sum for each of `columns` columns: 16 at a time, a cache line of each row. */
function sumColumns(from: usize, rows: usize, columns: usize, to: usize, divisor: f64): void {
  const stride = columns << 2;
  const sixteens = to + ((columns & ~15) << 2);
  const fours = to + ((columns & ~3) << 2);
  const end = to + stride;
  const divisors = f64x2.splat(divisor);
  while (to < sixteens) {
    sumSixteenColumns(from, rows, stride, to, divisors);
    from += 64;
    to += 64;
  }
  while (to < fours) {
    sumFourColumns(from, rows, stride, to, divisors);
    from += 16;
    to += 16;
  }
  while (to < end) {
    let total: f64 = 0;
    for (let row: usize = 0; row < rows; row++) total += <f64>load<f32>(from + row * stride);
    store<f32>(to, <f32>(total / divisor));
    from += 4;
    to += 4;
  }
}

function sumSixteenColumns(from: usize, rows: usize, stride: usize, to: usize, divisors: v128): void {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (let row: usize = 0; row < rows; row++) {
    let x = v128.load(from);
    s0 = f64x2.add(s0, lowToDouble(x));
    s1 = f64x2.add(s1, highToDouble(x));
    x = v128.load(from, 16);
    s2 = f64x2.add(s2, lowToDouble(x));
    s3 = f64x2.add(s3, highToDouble(x));
    x = v128.load(from, 32);
    s4 = f64x2.add(s4, lowToDouble(x));
    s5 = f64x2.add(s5, highToDouble(x));
    x = v128.load(from, 48);
    s6 = f64x2.add(s6, lowToDouble(x));
    s7 = f64x2.add(s7, highToDouble(x));
    from += stride;
  }
  v128.store(to, toSingles(s0, s1, divisors));
  v128.store(to, toSingles(s2, s3, divisors), 16);
  v128.store(to, toSingles(s4, s5, divisors), 32);
  v128.store(to, toSingles(s6, s7, divisors), 48);
}

function sumFourColumns(from: usize, rows: usize, stride: usize, to: usize, divisors: v128): void {
  let low = f64x2.splat(0);
  let high = low;
  for (let row: usize = 0; row < rows; row++) {
    const x = v128.load(from);
    low = f64x2.add(low, lowToDouble(x));
    high = f64x2.add(high, highToDouble(x));
    from += stride;
  }
  v128.store(to, toSingles(low, high, divisors));
}

function lowToDouble(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

function highToDouble(x: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 0));
}

function toSingles(low: v128, high: v128, divisors: v128): v128 {
  const first = f32x4.demote_f64x2_zero(f64x2.div(low, divisors));
  const second = f32x4.demote_f64x2_zero(f64x2.div(high, divisors));
  return i64x2.shuffle(first, second, 0, 2);
}
