// The logistic function 1 / (1 + e^-x) on four lanes.
//
// From e = e^-|x|: 1 / (1 + e) on the right, e / (1 + e) on the left, so that nothing overflows and the smallest results are right, too.
//
// Error: at most 2.5 units in the last place; NaN for NaN.
import { expOfNegative } from './exp';

const one = memory.data<f32>([1, 1, 1, 1], 16);
const signBit = memory.data<u32>([0x80000000, 0x80000000, 0x80000000, 0x80000000], 16);

export function sigmoid(x: v128): v128 {
  const e = expOfNegative(v128.or(x, v128.load(signBit)));
  const isNegative = i32x4.shr_s(x, 31);
  const numerator = v128.bitselect(e, v128.load(one), isNegative);
  return f32x4.div(numerator, f32x4.add(e, v128.load(one)));
}
