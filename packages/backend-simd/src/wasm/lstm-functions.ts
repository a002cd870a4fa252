/** What assembly/lstm/rows.ts exports, as JavaScript sees it. */
export interface LstmFunctions {
  swapFirstAxes(from: number, first: number, second: number, rowBytes: number, to: number): void;
  repeatRow(row: number, rowBytes: number, times: number, to: number): void;
}
