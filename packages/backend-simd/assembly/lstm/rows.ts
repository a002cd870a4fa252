// Rows moved around a sequence.

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
