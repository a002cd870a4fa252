// What a recurrence reads, times its weights, for all steps at once, and back.
//
// Tokens of a small vocabulary come as ids and a table of embeddings: then the table is multiplied, once a row, and rows of the product
// are fetched; back, the gradients of each row are added up before they are multiplied.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { type Matrix, matrixOf, rowsOf, transposedMatrix } from '../products/matrix.ts';
import { multiply, multiplyByWeights } from '../products/multiply.ts';
import { sumOfRows } from '../products/sum-of-rows.ts';
import { swapBatchAndTime } from './sequence.ts';

/** Vectors [B, S, E], or ids [B, S] of rows of a table [V, E]. */
export type SequenceSource = {
  readonly inputs?: TensorInfo | undefined;
  readonly table?: TensorInfo | undefined;
  readonly ids?: TensorInfo | undefined;
};

/** Vectors or ids, time first: what `project` reads and its gradient needs. */
export const timeFirstOf = (simd: SimdBackend, source: SequenceSource): TensorInfo =>
  swapBatchAndTime(simd, sourceTensor(source));

/** The vectors, or the ids. */
export const sourceTensor = ({ inputs, ids }: SequenceSource): TensorInfo => (ids ?? inputs) as TensorInfo;

/** E, the width of what is read. */
export const sourceWidth = ({ inputs, table }: SequenceSource): number => (table ?? inputs)?.shape.at(-1) as number;

/** x W + b of all steps, into sums [S, B, N]; W are the first E rows of the weights. */
export const project = (
  simd: SimdBackend,
  source: SequenceSource,
  timeFirst: TensorInfo,
  weights: TensorInfo,
  bias: TensorInfo,
  sums: TensorInfo,
): void => {
  const { table } = source;
  const begin = simd.addressOf(bias);
  const kernel = rowsOf(matrixOf(simd, weights), 0, sourceWidth(source));
  if (!table) {
    multiplyByWeights(simd, matrixOf(simd, timeFirst), weights, kernel, matrixOf(simd, sums), begin);
    return;
  }
  const products = simd.allocate([table.shape[0] as number, kernel.columns], 'float32');
  multiplyByWeights(simd, matrixOf(simd, table), weights, kernel, matrixOf(simd, products), begin);
  const { rows, rowStride } = matrixOf(simd, sums);
  const [from, ids, to] = [products, timeFirst, sums].map((tensor) => simd.addressOf(tensor));
  simd.jobs.run(jobs.gatherRows, [from, ids, to, rows, rowStride] as number[], (rows * rowStride) / 4);
  simd.disposeData(products.dataId);
};

/**
 * The gradients of what `project` took, from that of its sums [S, B, N]: of the inputs as they came [B, S, E] or of the table, and of the
 * bias; the kernel's goes to a matrix.
 */
export const projectGradient = (
  simd: SimdBackend,
  { table }: SequenceSource,
  timeFirst: TensorInfo,
  [kernel, dKernel]: readonly [kernel: Matrix, gradient: Matrix],
  dSums: TensorInfo,
): [dSource: TensorInfo, dBias: TensorInfo] => {
  const transposed = transposedMatrix(kernel);
  if (!table) {
    multiply(simd, matrixOf(simd, timeFirst).transposed, matrixOf(simd, dSums), dKernel);
    const dTimeFirst = simd.allocate(timeFirst.shape, 'float32');
    multiply(simd, matrixOf(simd, dSums), transposed, matrixOf(simd, dTimeFirst));
    const dInputs = swapBatchAndTime(simd, dTimeFirst);
    simd.disposeData(dTimeFirst.dataId);
    return [dInputs, sumOfRows(simd, dSums, [kernel.columns])];
  }
  const { rows, rowStride, columns } = matrixOf(simd, dSums);
  const dProducts = simd.allocate([table.shape[0] as number, columns], 'float32');
  const [from, ids, to] = [dSums, timeFirst, dProducts].map((tensor) => simd.addressOf(tensor));
  const words = [from, rowStride, ids, rows, to, rowStride, table.shape[0], columns] as number[];
  simd.jobs.run(jobs.segmentSum, words, rows * columns);
  multiply(simd, matrixOf(simd, table).transposed, matrixOf(simd, dProducts), dKernel);
  const dTable = simd.allocate(table.shape, 'float32');
  multiply(simd, matrixOf(simd, dProducts), transposed, matrixOf(simd, dTable));
  const dBias = sumOfRows(simd, dProducts, [columns]);
  simd.disposeData(dProducts.dataId);
  return [dTable, dBias];
};
