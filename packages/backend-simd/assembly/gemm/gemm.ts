// C = A · B, or C += A · B: any size, any of the four transpositions.
//
// Goto and van de Geijn 2008, cut to what V8 gives: a stretch of the depth (128) and of the columns (1024) of B is packed once and stays
// in the second cache; rows of A are packed six at a time and stay in the first, while the tile walks along the panels of B.
import { columnBlock, depthBlock, edgeBytes, packedRowsBytes, rowsOfTile } from './blocks';
import { packColumns, packRows, panelColumns } from './pack';
import { tile1, tile1Wide, tile2, tile3, tile4, tile5, tile6 } from './tile';

/** How much scratch memory a product takes: no two threads may share it. */
export function gemmScratchBytes(): usize {
  return packedRowsBytes + edgeBytes + depthBlock * columnBlock * 4;
}

/**
 * @param a - element (i, d) lies at a + i · aRowStride + d · aDepthStride bytes
 * @param b - element (d, j) lies at b + d · bDepthStride + j · bColumnStride bytes
 * @param c - rows of cStride bytes, columns side by side; must not overlap a or b
 * @param begin - what C begins with: 0 for nothing, 1 for what it holds, else the address of a row [columns] that all its rows begin with
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
  begin: usize,
  scratch: usize,
): void {
  if (depth == 0) {
    if (begin == 0) for (let row: usize = 0; row < rows; row++) memory.fill(c + row * cStride, 0, columns * 4);
    else if (begin > 1) copyToRows(begin, columns * 4, c, cStride, rows);
    return;
  }
  const panels = scratch + packedRowsBytes + edgeBytes;
  for (let d: usize = 0; d < depth; d += depthBlock) {
    const deep = min<usize>(depthBlock, depth - d);
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
        beginOfBlock(begin, d, j),
        scratch,
      );
    }
  }
}

/** Later stretches of the depth add to what the first one left; its row to begin with is cut as the columns are. */
export function beginOfBlock(begin: usize, d: usize, j: usize): usize {
  if (d > 0) return 1;
  return begin > 1 ? begin + j * 4 : begin;
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
  begin: usize,
  scratch: usize,
): void {
  const edge = scratch + packedRowsBytes;
  let i: usize = 0;
  while (i < rows) {
    const high = rowsOfNextTile(rows - i);
    packRows(a + i * aRowStride, aRowStride, aDepthStride, high, deep, scratch);
    const to = c + i * cStride;
    // Just before the tiles read them, so that they come from the first cache.
    if (begin > 1) copyToRows(begin, wide * 4, to, cStride, high);
    multiplyRows(scratch, high, deep, panels, to, cStride, wide, begin != 0, edge);
    i += high;
  }
}

/** Six at a time, and the rest in tiles that still keep the arithmetic busy: 8 rows are 4 and 4, not 6 and 2. */
function rowsOfNextTile(left: usize): usize {
  if (left == 7 || left == 8) return 4;
  return min<usize>(left, rowsOfTile);
}

function copyToRows(row: usize, bytes: usize, to: usize, stride: usize, rows: usize): void {
  for (let i: usize = 0; i < rows; i++) memory.copy(to + i * stride, row, bytes);
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
  let j: usize = 0;
  // Several streams at once pay where the panels come from the second cache, not where they come from memory.
  if (high == 1 && wide <= columnBlock) {
    for (; j + 4 * panelColumns <= whole; j += 4 * panelColumns) {
      tile1Wide(packed, packedEnd, panel, panelBytes, c + j * 4, accumulate);
      panel += 4 * panelBytes;
    }
  }
  for (; j < whole; j += panelColumns) {
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
  else if (high == 5) tile5(packed, packedEnd, panel, c, cStride, adds);
  else if (high == 4) tile4(packed, packedEnd, panel, c, cStride, adds);
  else if (high == 3) tile3(packed, packedEnd, panel, c, cStride, adds);
  else if (high == 2) tile2(packed, packedEnd, panel, c, cStride, adds);
  else tile1(packed, packedEnd, panel, c, cStride, adds);
}
