// Booleans are bytes; every one that is not 0 counts as true.

/** `to` = `a` and `b`, byte by byte. */
export function logicalAnd(a: usize, b: usize, to: usize, count: usize): void {
  const end = to + count;
  const sixteens = to + (count & ~15);
  const zero = i8x16.splat(0);
  while (to < sixteens) {
    const both = v128.and(i8x16.ne(v128.load(a), zero), i8x16.ne(v128.load(b), zero));
    v128.store(to, v128.and(both, i8x16.splat(1)));
    a += 16;
    b += 16;
    to += 16;
  }
  while (to < end) {
    store<bool>(to, (load<u8>(a) != 0) & (load<u8>(b) != 0));
    a++;
    b++;
    to++;
  }
}

/** `to` = not `from`, byte by byte. */
export function logicalNot(from: usize, to: usize, count: usize): void {
  const end = to + count;
  const sixteens = to + (count & ~15);
  while (to < sixteens) {
    v128.store(to, v128.and(i8x16.eq(v128.load(from), i8x16.splat(0)), i8x16.splat(1)));
    from += 16;
    to += 16;
  }
  while (to < end) {
    store<bool>(to, load<u8>(from) == 0);
    from++;
    to++;
  }
}

/** Each value from `whenTrue` where the condition's byte is not 0, else from `whenFalse`. */
export function select(condition: usize, whenTrue: usize, whenFalse: usize, to: usize, count: usize): void {
  const end = to + (count << 2);
  const fours = to + ((count & ~3) << 2);
  while (to < fours) {
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(condition)));
    const isTrue = i32x4.ne(words, i32x4.splat(0));
    v128.store(to, v128.bitselect(v128.load(whenTrue), v128.load(whenFalse), isTrue));
    condition += 4;
    whenTrue += 16;
    whenFalse += 16;
    to += 16;
  }
  while (to < end) {
    store<u32>(to, load<u8>(condition) != 0 ? load<u32>(whenTrue) : load<u32>(whenFalse));
    condition++;
    whenTrue += 4;
    whenFalse += 4;
    to += 4;
  }
}
