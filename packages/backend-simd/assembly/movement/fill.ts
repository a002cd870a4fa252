// The same value everywhere.

/** @param bits - a float32 or int32 as its 32 bits */
export function fillWords(to: usize, count: usize, bits: u32): void {
  const end = to + count * 4;
  const vectorsEnd = to + ((count * 4) & ~15);
  const value = i32x4.splat(<i32>bits);
  while (to < vectorsEnd) {
    v128.store(to, value);
    to += 16;
  }
  while (to < end) {
    store<u32>(to, bits);
    to += 4;
  }
}

export function fillBytes(to: usize, count: usize, value: u32): void {
  memory.fill(to, <u8>value, count);
}
