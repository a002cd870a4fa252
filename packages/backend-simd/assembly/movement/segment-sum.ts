// Rows added up by segment: the gradient of a lookup. Rows are added in their order, each column by itself, so threads may share out the
// columns without changing a bit.

/**
 * @param x - float32, row i at x + i · xStride bytes
 * @param ids - int32 [rows]; a row whose id is not in [0, segments) is left out
 * @param to - float32, segment s at to + s · toStride bytes; need not be zero before
 */
export function segmentSum(
  x: usize,
  xStride: usize,
  ids: usize,
  rows: usize,
  to: usize,
  toStride: usize,
  segments: usize,
  columns: usize,
): void {
  const rowBytes = columns * 4;
  for (let segment: usize = 0; segment < segments; segment++) memory.fill(to + segment * toStride, 0, rowBytes);
  for (let row: usize = 0; row < rows; row++) {
    const id = load<u32>(ids + row * 4);
    if (id < <u32>segments) addRow(x + row * xStride, to + id * toStride, rowBytes);
  }
}

function addRow(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  const blocksEnd = from + (bytes & ~31);
  while (from < blocksEnd) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
    from += 32;
    to += 32;
  }
  while (from < end) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
    to += 4;
  }
}
