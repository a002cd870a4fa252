// From one type of number to another. Booleans are bytes of 0 and 1.
import { loadPart, storePart } from './part';

/** Whole numbers to the nearest float32. */
export function intToFloat(from: usize, to: usize, count: usize): void {
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    v128.store(to, f32x4.convert_i32x4_s(v128.load(from)));
    from += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, f32x4.convert_i32x4_s(loadPart(from, rest)), rest);
}

/** Towards zero; NaN becomes 0, what is too large the greatest or least whole number there is. */
export function floatToInt(from: usize, to: usize, count: usize): void {
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    v128.store(to, i32x4.trunc_sat_f32x4_s(v128.load(from)));
    from += 16;
    to += 16;
  }
  const rest = count & 3;
  if (rest > 0) storePart(to, i32x4.trunc_sat_f32x4_s(loadPart(from, rest)), rest);
}

/** Bytes to whole numbers. */
export function boolToInt(from: usize, to: usize, count: usize): void {
  const end = to + (count << 2);
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    v128.store(to, i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from))));
    from += 4;
    to += 16;
  }
  while (to < end) {
    store<i32>(to, load<u8>(from));
    from++;
    to += 4;
  }
}

/** Bytes to float32. */
export function boolToFloat(from: usize, to: usize, count: usize): void {
  const end = to + (count << 2);
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from)));
    v128.store(to, f32x4.convert_i32x4_u(words));
    from += 4;
    to += 16;
  }
  while (to < end) {
    store<f32>(to, <f32>load<u8>(from));
    from++;
    to += 4;
  }
}

/** 1 for every float32 that is not 0 or -0. */
export function floatToBool(from: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i++) store<bool>(to + i, load<f32>(from + (i << 2)) != 0);
}

/** 1 for every whole number that is not 0. */
export function intToBool(from: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i++) store<bool>(to + i, load<i32>(from + (i << 2)) != 0);
}
