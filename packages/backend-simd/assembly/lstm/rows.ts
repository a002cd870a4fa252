// Rows moved and summed around a sequence.

/** [first, second, …] to [second, first, …]: whole rows of `rowBytes` change places. */
export function swapFirstAxes(from: usize, first: usize, second: usize, rowBytes: usize, to: usize): void {
  for (let i: usize = 0; i < first; i++) {
    for (let j: usize = 0; j < second; j++) {
      memory.copy(to + (j * first + i) * rowBytes, from + (i * second + j) * rowBytes, rowBytes);
    }
  }
}

/** One row, so many times. */
export function repeatRow(row: usize, rowBytes: usize, times: usize, to: usize): void {
  for (let i: usize = 0; i < times; i++) memory.copy(to + i * rowBytes, row, rowBytes);
}

/** The sum of all rows, added in their order; columns in fours. */
export function sumRows(from: usize, rows: usize, columns: usize, to: usize): void {
  memory.fill(to, 0, columns * 4);
  for (let row: usize = 0; row < rows; row++) {
    const at = from + row * columns * 4;
    for (let j: usize = 0; j < columns * 4; j += 16) {
      v128.store(to + j, f32x4.add(v128.load(to + j), v128.load(at + j)));
    }
  }
}
