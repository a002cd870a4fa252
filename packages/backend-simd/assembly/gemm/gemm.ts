// C = A · B, or C += A · B: any size, any of the four transpositions.
//
// Goto and van de Geijn 2008, cut to what V8 gives: a stretch of the depth (128) and of the columns (1024) of B is packed once and stays
// in the second cache; rows of A are packed six at a time and stay in the first, while the tile walks along the panels of B.
import { columnBlock, depthBlock, edgeBytes, packedRowsBytes, rowsOfTile } from './blocks';
import { packColumns, packRows, panelColumns } from './pack';
import { tile1, tile4, tile6 } from './tile';

/** How much scratch memory a product takes: no two threads may share it. */
export function gemmScratchBytes(): usize {
  return packedRowsBytes + edgeBytes + depthBlock * columnBlock * 4;
}

/**
 * @param a - element (i, d) lies at a + i · aRowStride + d · aDepthStride bytes
 * @param b - element (d, j) lies at b + d · bDepthStride + j · bColumnStride bytes
 * @param c - rows of cStride bytes, columns side by side; must not overlap a or b
 * @param accumulate - add to what C holds instead of replacing it
 */
export function gemm(
  a: usize,
  aRowStride: usize,
  aDepthStride: usize,
  b: usize,
  bDepthStride: usize,
  bColumnStride: usize,
  c: usize,
  cStride: usize,
  rows: usize,
  depth: usize,
  columns: usize,
  accumulate: bool,
  scratch: usize,
): void {
  if (depth == 0 && !accumulate) {
    for (let row: usize = 0; row < rows; row++) memory.fill(c + row * cStride, 0, columns * 4);
    return;
  }
  const panels = scratch + packedRowsBytes + edgeBytes;
  for (let d: usize = 0; d < depth; d += depthBlock) {
    const deep = min<usize>(depthBlock, depth - d);
    const adds = accumulate || d > 0;
    for (let j: usize = 0; j < columns; j += columnBlock) {
      const wide = min<usize>(columnBlock, columns - j);
      packColumns(b + d * bDepthStride + j * bColumnStride, bDepthStride, bColumnStride, deep, wide, panels);
      multiplyBlock(
        a + d * aDepthStride,
        aRowStride,
        aDepthStride,
        panels,
        c + j * 4,
        cStride,
        rows,
        deep,
        wide,
        adds,
        scratch,
      );
    }
  }
}

/** All rows of A times the packed panels of one stretch of the depth; see `gemm`. */
export function multiplyBlock(
  a: usize,
  aRowStride: usize,
  aDepthStride: usize,
  panels: usize,
  c: usize,
  cStride: usize,
  rows: usize,
  deep: usize,
  wide: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const edge = scratch + packedRowsBytes;
  let i: usize = 0;
  while (i < rows) {
    const left = rows - i;
    const high: usize = left >= rowsOfTile ? rowsOfTile : left >= 4 ? 4 : 1;
    packRows(a + i * aRowStride, aRowStride, aDepthStride, high, deep, scratch);
    multiplyRows(scratch, high, deep, panels, c + i * cStride, cStride, wide, accumulate, edge);
    i += high;
  }
}

/** Packed rows times all panels. */
function multiplyRows(
  packed: usize,
  high: usize,
  deep: usize,
  panel: usize,
  c: usize,
  cStride: usize,
  wide: usize,
  accumulate: bool,
  edge: usize,
): void {
  const packedEnd = packed + deep * high * 16;
  const panelBytes = deep * panelColumns * 4;
  const whole = wide & ~(panelColumns - 1);
  for (let j: usize = 0; j < whole; j += panelColumns) {
    tile(high, packed, packedEnd, panel, c + j * 4, cStride, accumulate);
    panel += panelBytes;
  }
  if (whole == wide) return;
  // The last panel is filled up with zeros; what they give must not be written behind the row's end.
  tile(high, packed, packedEnd, panel, edge, panelColumns * 4, false);
  for (let row: usize = 0; row < high; row++) {
    for (let j = whole; j < wide; j++) {
      const to = c + row * cStride + j * 4;
      const value = load<f32>(edge + row * panelColumns * 4 + (j - whole) * 4);
      store<f32>(to, accumulate ? load<f32>(to) + value : value);
    }
  }
}

function tile(high: usize, packed: usize, packedEnd: usize, panel: usize, c: usize, cStride: usize, adds: bool): void {
  if (high == rowsOfTile) tile6(packed, packedEnd, panel, c, cStride, adds);
  else if (high == 4) tile4(packed, packedEnd, panel, c, cStride, adds);
  else tile1(packed, packedEnd, panel, c, cStride, adds);
}
