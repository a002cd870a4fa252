import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';

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
  const rows = util.sizeFromShape(tensor.shape.slice(0, -1));
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

/** Some rows of a matrix. */
export const rowsOf = (matrix: Matrix, first: number, rows: number): Matrix => ({
  ...matrix,
  address: matrix.address + first * matrix.rowStride,
  rows,
});
