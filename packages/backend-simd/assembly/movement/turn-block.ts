/** A block of 4 × 4 values turned by shuffles: rows become columns. Strides are in bytes. */
export function turnBlock(from: usize, fromRow: usize, to: usize, toColumn: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromRow);
  const c = v128.load(from + 2 * fromRow);
  const d = v128.load(from + 3 * fromRow);
  const abLow = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cdLow = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, i32x4.shuffle(abLow, cdLow, 0, 1, 4, 5));
  v128.store(to + toColumn, i32x4.shuffle(abLow, cdLow, 2, 3, 6, 7));
  v128.store(to + 2 * toColumn, i32x4.shuffle(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + 3 * toColumn, i32x4.shuffle(abHigh, cdHigh, 2, 3, 6, 7));
}
