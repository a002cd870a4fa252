// Matrices turned over their diagonals: blocks of 4 × 4 words by shuffles, so that memory is read and written by vectors.
import { turnBlock } from './turn-block';

/** Rows that are turned at a time: in the target they are a cache line, which is written once and left. */
const rowBlock: usize = 16;

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
      for (let row: usize = 0; row < rows; row += rowBlock) {
        const high = min<usize>(rowBlock, rows - row);
        turnRows(source + row * fromRow, fromRow, target + row * 4, toColumn, high, columns);
      }
    }
  }
}

function turnRows(from: usize, fromRow: usize, to: usize, toColumn: usize, rows: usize, columns: usize): void {
  const wholeRows = rows & ~3;
  const wholeColumns = columns & ~3;
  for (let column: usize = 0; column < wholeColumns; column += 4) {
    let source = from + column * 4;
    let target = to + column * toColumn;
    for (let row: usize = 0; row < wholeRows; row += 4) {
      turnBlock(source, fromRow, target, toColumn);
      source += 4 * fromRow;
      target += 16;
    }
    turnSingly(source, fromRow, target, toColumn, rows - wholeRows, 4);
  }
  turnSingly(from + wholeColumns * 4, fromRow, to + wholeColumns * toColumn, toColumn, rows, columns - wholeColumns);
}

function turnSingly(from: usize, fromRow: usize, to: usize, toColumn: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    for (let column: usize = 0; column < columns; column++) {
      store<u32>(to + column * toColumn + row * 4, load<u32>(from + row * fromRow + column * 4));
    }
  }
}
