// Matrices turned over their diagonals: blocks of 4 × 4 words by shuffles, so that memory is read and written by vectors.

/** Columns that are turned at a time: their targets stay in the first cache while the rows go by. */
const columnBlock: usize = 64;

/**
 * A box of two axes of matrices of 4-byte values.
 *
 * @param from - element (i, j) of a matrix lies at from + i · fromRow + j · 4 bytes
 * @param to - and goes to to + j · toColumn + i · 4 bytes
 */
export function turnBox(
  from: usize,
  to: usize,
  size0: usize,
  from0: usize,
  to0: usize,
  size1: usize,
  from1: usize,
  to1: usize,
  rows: usize,
  fromRow: usize,
  columns: usize,
  toColumn: usize,
): void {
  for (let i: usize = 0; i < size0; i++) {
    for (let j: usize = 0; j < size1; j++) {
      const source = from + i * from0 + j * from1;
      const target = to + i * to0 + j * to1;
      for (let column: usize = 0; column < columns; column += columnBlock) {
        const wide = min<usize>(columnBlock, columns - column);
        turnMatrix(source + column * 4, fromRow, target + column * toColumn, toColumn, rows, wide);
      }
    }
  }
}

function turnMatrix(from: usize, fromRow: usize, to: usize, toColumn: usize, rows: usize, columns: usize): void {
  const wholeRows = rows & ~3;
  const wholeColumns = columns & ~3;
  for (let row: usize = 0; row < wholeRows; row += 4) {
    let source = from + row * fromRow;
    let target = to + row * 4;
    for (let column: usize = 0; column < wholeColumns; column += 4) {
      turnBlock(source, fromRow, target, toColumn);
      source += 16;
      target += 4 * toColumn;
    }
    turnSingly(source, fromRow, target, toColumn, 4, columns - wholeColumns);
  }
  turnSingly(from + wholeRows * fromRow, fromRow, to + wholeRows * 4, toColumn, rows - wholeRows, columns);
}

function turnBlock(from: usize, fromRow: usize, to: usize, toColumn: usize): void {
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

function turnSingly(from: usize, fromRow: usize, to: usize, toColumn: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    for (let column: usize = 0; column < columns; column++) {
      store<u32>(to + column * toColumn + row * 4, load<u32>(from + row * fromRow + column * 4));
    }
  }
}
