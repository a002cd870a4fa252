// e to the power of x on four lanes.
//
// Cody and Waite 1980: x = n · ln 2 + r with |r| ≤ ln 2 / 2, n · ln 2 in two parts so that r is exact; e^r = 1 + r + r² · P(r), P of degree 4
// with the least greatest error (found by Lawson's method: 2e-9); then times 2^n.
//
// Constants lie in memory, four times each: V8 would build a vector anew at every use, a load is folded into the arithmetic.
import { multiplyAdd } from '../multiply-add';

const least = memory.data<f32>([-104, -104, -104, -104], 16);
const greatest = memory.data<f32>([89, 89, 89, 89], 16);
const inverseOfLn2 = memory.data<f32>([1.44269504, 1.44269504, 1.44269504, 1.44269504], 16);
/** 1.5 · 2^23: what is added to it is rounded to a whole number, which then stands in its lowest bits. */
const rounder = memory.data<f32>([12582912, 12582912, 12582912, 12582912], 16);
/** ln 2 with its sign turned, in nine bits and the rest: n times the first is exact. */
const ln2High = memory.data<f32>([-0.693359375, -0.693359375, -0.693359375, -0.693359375], 16);
const ln2Low = memory.data<f32>([2.1219444e-4, 2.1219444e-4, 2.1219444e-4, 2.1219444e-4], 16);
const p0 = memory.data<f32>([0.49999994, 0.49999994, 0.49999994, 0.49999994], 16);
const p1 = memory.data<f32>([0.16666521, 0.16666521, 0.16666521, 0.16666521], 16);
const p2 = memory.data<f32>([0.04166839, 0.04166839, 0.04166839, 0.04166839], 16);
const p3 = memory.data<f32>([0.0083687454, 0.0083687454, 0.0083687454, 0.0083687454], 16);
const p4 = memory.data<f32>([0.0013814541, 0.0013814541, 0.0013814541, 0.0013814541], 16);
const one = memory.data<f32>([1, 1, 1, 1], 16);
const exponentOfOne = memory.data<i32>([127, 127, 127, 127], 16);
/** 2^64 as the exponent of a float32, and 2^-64. */
const exponentOfLift = memory.data<i32>([191, 191, 191, 191], 16);
const drop = memory.data<u32>([0x1f800000, 0x1f800000, 0x1f800000, 0x1f800000], 16);

/**
 * Any x. 2^n is taken in two factors, so that neither overflows where the result does not: results below 2^-126 are right, too.
 *
 * Error: at most 1.05 units in the last place; 0 from -104 on down, Infinity from 88.73 on up, NaN for NaN.
 */
export function exp(x: v128): v128 {
  // Unlike min and max these are one instruction each, and they give their first argument, NaN, where nothing compares.
  x = f32x4.pmin(f32x4.pmax(x, v128.load(least)), v128.load(greatest));
  const rounded = multiplyAdd(x, v128.load(inverseOfLn2), v128.load(rounder));
  const power = i32x4.sub(rounded, v128.load(rounder));
  const half = i32x4.shr_s(power, 1);
  return f32x4.mul(f32x4.mul(mantissa(x, rounded), powerOfTwo(half)), powerOfTwo(i32x4.sub(power, half)));
}

/**
 * The same bits a third faster for x ≤ 0 (in truth up to 43): the first factor is 2^(n + 64), which is always there, the second 2^-64.
 *
 * Error: as of exp; results below 2^-126 are right, too; NaN for NaN.
 */
export function expOfNegative(x: v128): v128 {
  x = f32x4.pmax(x, v128.load(least));
  const rounded = multiplyAdd(x, v128.load(inverseOfLn2), v128.load(rounder));
  const lifted = i32x4.shl(i32x4.add(i32x4.sub(rounded, v128.load(rounder)), v128.load(exponentOfLift)), 23);
  return f32x4.mul(f32x4.mul(mantissa(x, rounded), lifted), v128.load(drop));
}

/** e^(x - n · ln 2), from x and n + rounder. */
function mantissa(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, v128.load(rounder));
  const r = multiplyAdd(n, v128.load(ln2Low), multiplyAdd(n, v128.load(ln2High), x));
  let p = multiplyAdd(r, v128.load(p4), v128.load(p3));
  p = multiplyAdd(p, r, v128.load(p2));
  p = multiplyAdd(p, r, v128.load(p1));
  p = multiplyAdd(p, r, v128.load(p0));
  return f32x4.add(multiplyAdd(f32x4.mul(r, r), p, r), v128.load(one));
}

/** 2^n for whole n from -126 to 127. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, v128.load(exponentOfOne)), 23);
}
