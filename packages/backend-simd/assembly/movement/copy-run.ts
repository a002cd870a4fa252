// Bytes that lie side by side, copied to another place. Source and target do not overlap.
export function copyRun(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  const blocksEnd = from + (bytes & ~63);
  while (from < blocksEnd) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const c = v128.load(from, 32);
    const d = v128.load(from, 48);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    from += 64;
    to += 64;
  }
  const vectorsEnd = from + ((end - from) & ~15);
  while (from < vectorsEnd) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  const wordsEnd = from + ((end - from) & ~3);
  while (from < wordsEnd) {
    store<u32>(to, load<u32>(from));
    from += 4;
    to += 4;
  }
  while (from < end) {
    store<u8>(to, load<u8>(from));
    from++;
    to++;
  }
}
