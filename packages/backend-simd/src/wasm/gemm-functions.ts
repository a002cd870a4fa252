/** What assembly/gemm exports, as JavaScript sees it. */
export interface GemmFunctions {
  gemmScratchBytes(): number;
  gemm(
    a: number,
    aRowStride: number,
    aDepthStride: number,
    b: number,
    bDepthStride: number,
    bColumnStride: number,
    c: number,
    cStride: number,
    rows: number,
    depth: number,
    columns: number,
    begin: number,
    scratch: number,
  ): void;
  packedMatrixBytes(depth: number, columns: number): number;
}
