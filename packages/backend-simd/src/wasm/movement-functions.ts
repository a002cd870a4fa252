/** Kernels that move values and do not change them. Strides and addresses are in bytes. */
export interface MovementFunctions {
  copyRuns(from: number, fromStride: number, to: number, toStride: number, runs: number, runBytes: number): void;
  copyBox(
    from: number,
    to: number,
    size0: number,
    from0: number,
    to0: number,
    size1: number,
    from1: number,
    to1: number,
    size2: number,
    from2: number,
    to2: number,
    size3: number,
    from3: number,
    to3: number,
    elementBytes: number,
  ): void;
  turnBox(
    from: number,
    to: number,
    size0: number,
    from0: number,
    to0: number,
    size1: number,
    from1: number,
    to1: number,
    rows: number,
    fromRow: number,
    columns: number,
    toColumn: number,
  ): void;
  fillWords(to: number, count: number, bits: number): void;
  fillBytes(to: number, count: number, value: number): void;
  /** @returns where the first index that is out of range stands, or -1 */
  gatherRows(
    x: number,
    indices: number,
    to: number,
    batches: number,
    outer: number,
    size: number,
    count: number,
    rowBytes: number,
  ): number;
  oneHot(indices: number, count: number, depth: number, to: number, on: number, off: number): void;
  topK(x: number, rows: number, size: number, k: number, values: number, indices: number): void;
}
