// Two arrays to one of their broadcast shape: planes of rows of columns. An axis along which an operand does not change has stride 0 there. Who
// calls has merged the axes that can be, so most calls are a single row.
import { arithmeticRow } from './arithmetic-row';
import { comparisonRow } from './comparison-row';

/** Operations from this number on give booleans. */
const firstComparison: u32 = 16;

/**
 * @param operation - its number in src/wasm/elementwise-functions.ts
 * @param to - [planes, rows, columns] without gaps; may be `a` or `b` if that has this shape, too
 * @param aPlane - strides in bytes; `aColumn` is 0 or 4
 */
export function binary(
  operation: u32,
  a: usize,
  aPlane: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bPlane: usize,
  bRow: usize,
  bColumn: usize,
  to: usize,
  planes: usize,
  rows: usize,
  columns: usize,
): void {
  const isComparison = operation >= firstComparison;
  const rowBytes = isComparison ? columns : columns << 2;
  for (let plane: usize = 0; plane < planes; plane++) {
    let aFrom = a + plane * aPlane;
    let bFrom = b + plane * bPlane;
    for (let row: usize = 0; row < rows; row++) {
      if (isComparison) comparisonRow(operation, aFrom, aColumn, bFrom, bColumn, to, columns);
      else arithmeticRow(operation, aFrom, aColumn, bFrom, bColumn, to, columns);
      aFrom += aRow;
      bFrom += bRow;
      to += rowBytes;
    }
  }
}
