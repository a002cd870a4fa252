// Two rows of numbers to one of booleans, a byte each. Either may be a single number instead, whose step is 0.
import { Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual } from './binary-operations';
import { loadPart } from './part';

/**
 * @param operation - its number in src/wasm/elementwise-functions.ts
 * @param aStep - 0 if `a` is one number, else 4
 */
export function comparisonRow(
  operation: u32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  to: usize,
  count: usize,
): void {
  switch (operation) {
    case 16:
      return compare<Greater>(a, aStep, b, bStep, to, count);
    case 17:
      return compare<GreaterEqual>(a, aStep, b, bStep, to, count);
    case 18:
      return compare<Less>(a, aStep, b, bStep, to, count);
    case 19:
      return compare<LessEqual>(a, aStep, b, bStep, to, count);
    case 20:
      return compare<Equal>(a, aStep, b, bStep, to, count);
    case 21:
      return compare<NotEqual>(a, aStep, b, bStep, to, count);
    default:
      unreachable();
  }
}

function compare<Operation>(a: usize, aStep: usize, b: usize, bStep: usize, to: usize, count: usize): void {
  const operation = changetype<Operation>(0);
  const fours = to + (count & ~3);
  while (to < fours) {
    const first = aStep == 0 ? v128.load32_splat(a) : v128.load(a);
    const second = bStep == 0 ? v128.load32_splat(b) : v128.load(b);
    v128.store32_lane(to, toBytes(operation.of(first, second)), 0);
    a += aStep << 2;
    b += bStep << 2;
    to += 4;
  }
  const rest = count & 3;
  if (rest == 0) return;
  const first = aStep == 0 ? v128.load32_splat(a) : loadPart(a, rest);
  const second = bStep == 0 ? v128.load32_splat(b) : loadPart(b, rest);
  const bytes = i32x4.extract_lane(toBytes(operation.of(first, second)), 0);
  for (let i: usize = 0; i < rest; i++) store<u8>(to + i, <u8>(bytes >>> ((<i32>i) << 3)));
}

/** Lanes of all bits or none become bytes of 1 or 0. */
function toBytes(lanes: v128): v128 {
  const halves = i16x8.narrow_i32x4_s(lanes, lanes);
  return v128.and(i8x16.narrow_i16x8_s(halves, halves), i8x16.splat(1));
}
