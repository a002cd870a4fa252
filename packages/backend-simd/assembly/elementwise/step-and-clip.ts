// One value in, one value out, by comparison with numbers that are given.
import { loadPart, storePart } from './part';

/** 1 above zero, `below` at zero and below it, NaN for NaN. */
export function step(from: usize, to: usize, count: usize, below: f32): void {
  const end = to + ((count & ~3) << 2);
  while (to < end) {
    v128.store(to, stepOf(v128.load(from), below));
    from += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, stepOf(loadPart(from, rest), below), rest);
}

function stepOf(x: v128, below: f32): v128 {
  const result = v128.bitselect(f32x4.splat(1), f32x4.splat(below), f32x4.gt(x, f32x4.splat(0)));
  return v128.bitselect(result, x, f32x4.eq(x, x));
}

/** The nearest number from `least` to `greatest`; NaN for NaN. */
export function clip(from: usize, to: usize, count: usize, least: f32, greatest: f32): void {
  const end = to + ((count & ~3) << 2);
  while (to < end) {
    v128.store(to, clipOf(v128.load(from), least, greatest));
    from += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, clipOf(loadPart(from, rest), least, greatest), rest);
}

/** pmax and pmin return their first argument unless the comparison holds, so NaN and the sign of zero stay. */
function clipOf(x: v128, least: f32, greatest: f32): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(least)), f32x4.splat(greatest));
}
