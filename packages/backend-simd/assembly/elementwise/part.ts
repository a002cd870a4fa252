// Fewer than four values as a vector. The rest at the end of a row goes through the same arithmetic as all before it, so that a value gives
// the same bits wherever it stands, and nothing behind the row is touched.

/** The first `count` values at `from`, 1 to 3, then zeros. */
export function loadPart(from: usize, count: usize): v128 {
  if (count == 1) return v128.load32_zero(from);
  const two = v128.load64_zero(from);
  return count == 2 ? two : v128.load32_lane(from, two, 2, 8);
}

/** The first `count` lanes, 1 to 3. */
export function storePart(to: usize, value: v128, count: usize): void {
  if (count == 1) {
    v128.store32_lane(to, value, 0);
    return;
  }
  v128.store64_lane(to, value, 0);
  if (count == 3) v128.store32_lane(to, value, 2, 8);
}
