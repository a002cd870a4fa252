/** What assembly/softmax exports, as JavaScript sees it: arrays are [rows, columns] of float32. */
export interface SoftmaxFunctions {
  softmax(scores: number, to: number, rows: number, columns: number): void;
  /** `to` must not be `scores`. */
  logSoftmax(scores: number, to: number, rows: number, columns: number): void;
  /** `allowed` is 0 where one may not look; a row without anything allowed gets zeros. */
  maskedSoftmax(scores: number, allowed: number, to: number, rows: number, columns: number): void;
}
