// Operands of a product, laid out in the order in which the tiles read them. Strides are in bytes, so that a transposed matrix is one
// whose strides are exchanged; packing is the only place that sees the difference.
import { turnBlock } from '../movement/turn-block';

/** Columns of B that a tile multiplies at once: two vectors. */
export const panelColumns: usize = 8;

/**
 * Every value of `rows` rows of A, four times: [k][rows][4]. A tile then loads vectors only, which V8 folds into the multiplication's
 * address, where a splat would take instructions of its own.
 */
export function packRows(
  from: usize,
  rowStride: usize,
  depthStride: usize,
  rows: usize,
  depth: usize,
  to: usize,
): void {
  if (rowStride < depthStride) {
    // A is stored by columns: the rows of one depth lie side by side.
    for (let d: usize = 0; d < depth; d++) {
      let source = from;
      for (let row: usize = 0; row < rows; row++) {
        v128.store(to, v128.load32_splat(source));
        source += rowStride;
        to += 16;
      }
      from += depthStride;
    }
    return;
  }
  for (let row: usize = 0; row < rows; row++) {
    let source = from + row * rowStride;
    let target = to + row * 16;
    for (let d: usize = 0; d < depth; d++) {
      v128.store(target, v128.load32_splat(source));
      source += depthStride;
      target += rows * 16;
    }
  }
}

/** Panels of 8 columns of B: [n / 8][k][8], the last one filled up with zeros. */
export function packColumns(
  from: usize,
  depthStride: usize,
  columnStride: usize,
  depth: usize,
  columns: usize,
  to: usize,
): void {
  const whole = columns & ~(panelColumns - 1);
  for (let column: usize = 0; column < whole; column += panelColumns) {
    const panel = from + column * columnStride;
    if (columnStride == 4) copyPanel(panel, depthStride, depth, to);
    else if (depthStride == 4) transposePanel(panel, columnStride, depth, to);
    else gatherPanel(panel, depthStride, columnStride, depth, panelColumns, to);
    to += depth * panelColumns * 4;
  }
  if (whole < columns) gatherPanel(from + whole * columnStride, depthStride, columnStride, depth, columns - whole, to);
}

function copyPanel(from: usize, depthStride: usize, depth: usize, to: usize): void {
  for (let d: usize = 0; d < depth; d++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += depthStride;
    to += 32;
  }
}

/** B is stored by columns: blocks of 4 × 4 are turned by shuffles, which reads memory in long runs. */
function transposePanel(from: usize, columnStride: usize, depth: usize, to: usize): void {
  const whole = depth & ~3;
  for (let half: usize = 0; half < 2; half++) {
    let source = from + half * 4 * columnStride;
    let target = to + half * 16;
    for (let d: usize = 0; d < whole; d += 4) {
      turnBlock(source, columnStride, target, panelColumns * 4);
      source += 16;
      target += 128;
    }
  }
  for (let d = whole; d < depth; d++) {
    for (let column: usize = 0; column < panelColumns; column++) {
      store<f32>(to + d * 32 + column * 4, load<f32>(from + column * columnStride + d * 4));
    }
  }
}

function gatherPanel(
  from: usize,
  depthStride: usize,
  columnStride: usize,
  depth: usize,
  columns: usize,
  to: usize,
): void {
  for (let d: usize = 0; d < depth; d++) {
    for (let column: usize = 0; column < panelColumns; column++) {
      const value: f32 = column < columns ? load<f32>(from + d * depthStride + column * columnStride) : 0;
      store<f32>(to + column * 4, value);
    }
    to += 32;
  }
}
