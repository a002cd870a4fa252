// B packed once for many products: weights that every step of a sequence multiplies by.
//
// Layout: for each stretch of 128 of the depth, all panels one after the other, [n / 8][deep][8], as the blocks of `gemm` would be.
import { beginOfBlock, multiplyBlock } from './gemm';
import { packColumns, panelColumns } from './pack';
import { columnBlock, depthBlock, rowsOfTile } from './blocks';

/** Bytes of a packed B. */
export function packedMatrixBytes(depth: usize, columns: usize): usize {
  return depth * panelsOf(columns) * panelColumns * 4;
}

/** How many panels so many columns make. */
export function panelsOf(columns: usize): usize {
  return (columns + panelColumns - 1) / panelColumns;
}

/** Packs the panels from `firstPanel` up to `endPanel`, so that threads can share the work. */
export function packMatrix(
  b: usize,
  depthStride: usize,
  columnStride: usize,
  depth: usize,
  columns: usize,
  packed: usize,
  firstPanel: usize,
  endPanel: usize,
): void {
  const first = firstPanel * panelColumns;
  const end = min<usize>(columns, endPanel * panelColumns);
  if (end <= first) return;
  const rowBytes = panelsOf(columns) * panelColumns * 4;
  for (let d: usize = 0; d < depth; d += depthBlock) {
    const deep = min<usize>(depthBlock, depth - d);
    const from = b + d * depthStride + first * columnStride;
    packColumns(
      from,
      depthStride,
      columnStride,
      deep,
      end - first,
      packed + d * rowBytes + firstPanel * deep * panelColumns * 4,
    );
  }
}

/** `gemm` with B packed; the bits are those of `gemm`. */
export function gemmPacked(
  a: usize,
  aRowStride: usize,
  aDepthStride: usize,
  packed: usize,
  c: usize,
  cStride: usize,
  rows: usize,
  depth: usize,
  columns: usize,
  begin: usize,
  scratch: usize,
): void {
  const panels = panelsOf(columns);
  gemmPanels(a, aRowStride, aDepthStride, packed, c, cStride, rows, depth, columns, begin, 0, panels, scratch);
}

/** The same for the columns of the panels from `firstPanel` up to `endPanel` only, so that threads can share the work. */
export function gemmPanels(
  a: usize,
  aRowStride: usize,
  aDepthStride: usize,
  packed: usize,
  c: usize,
  cStride: usize,
  rows: usize,
  depth: usize,
  columns: usize,
  begin: usize,
  firstPanel: usize,
  endPanel: usize,
  scratch: usize,
): void {
  const rowBytes = panelsOf(columns) * panelColumns * 4;
  const end = min<usize>(columns, endPanel * panelColumns);
  // Rows for more than one tile come by again and again: what they meet should still be in the second cache.
  const block = rows > rowsOfTile ? columnBlock : columns;
  for (let d: usize = 0; d < depth; d += depthBlock) {
    const deep = min<usize>(depthBlock, depth - d);
    for (let j = firstPanel * panelColumns; j < end; j += block) {
      multiplyBlock(
        a + d * aDepthStride,
        aRowStride,
        aDepthStride,
        packed + d * rowBytes + j * deep * 4,
        c + j * 4,
        cStride,
        rows,
        deep,
        min<usize>(block, end - j),
        beginOfBlock(begin, d, j),
        scratch,
      );
    }
  }
}
