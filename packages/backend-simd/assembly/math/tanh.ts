// The hyperbolic tangent on four lanes.
//
// Below 0.625 an odd polynomial (Moshier's Cephes, tanhf); above it 1 - 2e / (1 + e) with e = e^-2|x|. Each lane takes the one that is meant for it. The
// sign is put back at the end, so that tanh(-x) = -tanh(x) exactly and -0 stays -0.
//
// Error: at most 1.5 units in the last place; exactly 1 from 9.02 on; NaN for NaN.
import { multiplyAdd } from '../multiply-add';
import { expOfNegative } from './exp';

const signBit = memory.data<u32>([0x80000000, 0x80000000, 0x80000000, 0x80000000], 16);
const border = memory.data<f32>([0.625, 0.625, 0.625, 0.625], 16);
const one = memory.data<f32>([1, 1, 1, 1], 16);
const minusTwo = memory.data<f32>([-2, -2, -2, -2], 16);
const p0 = memory.data<f32>([-3.33332819422e-1, -3.33332819422e-1, -3.33332819422e-1, -3.33332819422e-1], 16);
const p1 = memory.data<f32>([1.33314422036e-1, 1.33314422036e-1, 1.33314422036e-1, 1.33314422036e-1], 16);
const p2 = memory.data<f32>([-5.37397155531e-2, -5.37397155531e-2, -5.37397155531e-2, -5.37397155531e-2], 16);
const p3 = memory.data<f32>([2.06390887954e-2, 2.06390887954e-2, 2.06390887954e-2, 2.06390887954e-2], 16);
const p4 = memory.data<f32>([-5.70498872745e-3, -5.70498872745e-3, -5.70498872745e-3, -5.70498872745e-3], 16);

export function tanh(x: v128): v128 {
  const sign = v128.and(x, v128.load(signBit));
  const size = v128.xor(x, sign);
  const e = expOfNegative(f32x4.mul(size, v128.load(minusTwo)));
  const large = f32x4.sub(v128.load(one), f32x4.div(f32x4.add(e, e), f32x4.add(e, v128.load(one))));
  const square = f32x4.mul(size, size);
  let p = multiplyAdd(square, v128.load(p4), v128.load(p3));
  p = multiplyAdd(p, square, v128.load(p2));
  p = multiplyAdd(p, square, v128.load(p1));
  p = multiplyAdd(p, square, v128.load(p0));
  const small = multiplyAdd(f32x4.mul(p, square), size, size);
  return v128.or(sign, v128.bitselect(small, large, f32x4.lt(size, v128.load(border))));
}
