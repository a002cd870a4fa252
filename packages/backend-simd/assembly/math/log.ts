// The natural logarithm on four lanes.
//
// x = 2^n · m with m in [√½, √2): ln x = n · ln 2 + ln m, and ln(1 + z) = z - z² / 2 + z³ · P(z), P of degree 8 (Moshier's Cephes, logf). n · ln 2
// is added in two parts, the small one first. What lies below 2^-126 is multiplied by 2^23 beforehand.
//
// Error: at most 0.85 units in the last place; -Infinity for 0 and -0, Infinity for Infinity, NaN below 0 and for NaN.
import { multiplyAdd } from '../multiply-add';

const leastNormal = memory.data<u32>([0x00800000, 0x00800000, 0x00800000, 0x00800000], 16);
const lift = memory.data<f32>([8388608, 8388608, 8388608, 8388608], 16);
const liftBits = memory.data<f32>([-23, -23, -23, -23], 16);
/** √½ as bits: subtracting it puts the border between two powers of two there. */
const rootOfHalf = memory.data<u32>([0x3f3504f3, 0x3f3504f3, 0x3f3504f3, 0x3f3504f3], 16);
const exponentBits = memory.data<u32>([0xff800000, 0xff800000, 0xff800000, 0xff800000], 16);
const one = memory.data<f32>([1, 1, 1, 1], 16);
const infinity = memory.data<u32>([0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000], 16);
const notANumber = memory.data<u32>([0x7fc00000, 0x7fc00000, 0x7fc00000, 0x7fc00000], 16);
const minusHalf = memory.data<f32>([-0.5, -0.5, -0.5, -0.5], 16);
const ln2High = memory.data<f32>([0.693359375, 0.693359375, 0.693359375, 0.693359375], 16);
const ln2Low = memory.data<f32>([-2.1219444e-4, -2.1219444e-4, -2.1219444e-4, -2.1219444e-4], 16);
const p0 = memory.data<f32>([3.3333331174e-1, 3.3333331174e-1, 3.3333331174e-1, 3.3333331174e-1], 16);
const p1 = memory.data<f32>([-2.4999993993e-1, -2.4999993993e-1, -2.4999993993e-1, -2.4999993993e-1], 16);
const p2 = memory.data<f32>([2.0000714765e-1, 2.0000714765e-1, 2.0000714765e-1, 2.0000714765e-1], 16);
const p3 = memory.data<f32>([-1.6668057665e-1, -1.6668057665e-1, -1.6668057665e-1, -1.6668057665e-1], 16);
const p4 = memory.data<f32>([1.4249322787e-1, 1.4249322787e-1, 1.4249322787e-1, 1.4249322787e-1], 16);
const p5 = memory.data<f32>([-1.2420140846e-1, -1.2420140846e-1, -1.2420140846e-1, -1.2420140846e-1], 16);
const p6 = memory.data<f32>([1.167699874e-1, 1.167699874e-1, 1.167699874e-1, 1.167699874e-1], 16);
const p7 = memory.data<f32>([-1.151461031e-1, -1.151461031e-1, -1.151461031e-1, -1.151461031e-1], 16);
const p8 = memory.data<f32>([7.0376836292e-2, 7.0376836292e-2, 7.0376836292e-2, 7.0376836292e-2], 16);

export function log(x: v128): v128 {
  const isSmall = f32x4.lt(x, v128.load(leastNormal));
  const normal = v128.bitselect(f32x4.mul(x, v128.load(lift)), x, isSmall);
  const exponent = v128.and(i32x4.sub(normal, v128.load(rootOfHalf)), v128.load(exponentBits));
  const z = f32x4.sub(i32x4.sub(normal, exponent), v128.load(one));
  const n = f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_s(exponent, 23)), v128.and(isSmall, v128.load(liftBits)));
  const square = f32x4.mul(z, z);
  let p = multiplyAdd(z, v128.load(p8), v128.load(p7));
  p = multiplyAdd(p, z, v128.load(p6));
  p = multiplyAdd(p, z, v128.load(p5));
  p = multiplyAdd(p, z, v128.load(p4));
  p = multiplyAdd(p, z, v128.load(p3));
  p = multiplyAdd(p, z, v128.load(p2));
  p = multiplyAdd(p, z, v128.load(p1));
  p = multiplyAdd(p, z, v128.load(p0));
  const rest = multiplyAdd(n, v128.load(ln2Low), f32x4.mul(f32x4.mul(z, square), p));
  const near = f32x4.add(z, multiplyAdd(square, v128.load(minusHalf), rest));
  return atTheEdges(x, multiplyAdd(n, v128.load(ln2High), near));
}

/** Infinity and NaN stay what they are; 0 and what lies below it have results of their own. */
function atTheEdges(x: v128, result: v128): v128 {
  const zero = f32x4.splat(0);
  result = v128.bitselect(result, x, f32x4.lt(x, v128.load(infinity)));
  result = v128.bitselect(f32x4.neg(v128.load(infinity)), result, f32x4.eq(x, zero));
  return v128.bitselect(v128.load(notANumber), result, f32x4.lt(x, zero));
}
