import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';

/** Where a matrix lies, and its strides in bytes. */
export type Matrix = {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
};

/** A tensor as a matrix: its last axis are the columns, all others the rows. */
export const matrixOf = (simd: SimdBackend, tensor: TensorInfo): Matrix & { readonly transposed: Matrix } => {
  const columns = tensor.shape.at(-1) as number;
  const rows = util.sizeFromShape(tensor.shape) / columns;
  const matrix = { address: simd.addressOf(tensor), rows, columns, rowStride: columns * 4, columnStride: 4 };
  return { ...matrix, transposed: transposedMatrix(matrix) };
};

export const transposedMatrix = ({ address, rows, columns, rowStride, columnStride }: Matrix): Matrix => ({
  address,
  rows: columns,
  columns: rows,
  rowStride: columnStride,
  columnStride: rowStride,
});

/** result = left · right, or result += left · right, on all threads. */
export const multiply = (simd: SimdBackend, left: Matrix, right: Matrix, result: Matrix, accumulate: boolean): void =>
  simd.jobs.run(jobs.gemm, [
    ...[left.address, left.rowStride, left.columnStride],
    ...[right.address, right.rowStride, right.columnStride],
    ...[result.address, result.rowStride, left.rows, left.columns, right.columns],
    ...[accumulate ? 1 : 0, simd.jobs.scratch, simd.jobs.scratchBytes],
  ]);

/** A right operand, packed for many products; who asks for it frees it. */
export const packedWeights = (
  simd: SimdBackend,
  { address, rows, columns, rowStride, columnStride }: Matrix,
): number => {
  const packed = simd.heap.allocate(simd.functions.packedMatrixBytes(rows, columns));
  simd.jobs.run(jobs.pack, [address, rowStride, columnStride, rows, columns, packed]);
  return packed;
};

/** Copies bytes within the heap; the view of it is made after the addresses are known, since finding them may make it grow. */
export const copyBytes = (simd: SimdBackend, from: number, to: number, bytes: number): void => {
  simd.heap.u8.copyWithin(to, from, from + bytes);
};
