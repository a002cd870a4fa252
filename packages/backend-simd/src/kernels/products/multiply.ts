import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import type { Matrix } from './matrix.ts';

/** Multiplications below which telling other threads takes longer than doing it alone. */
const worthSharing = 200_000;

/** What a product begins with: nothing, what the result holds, or the address of a row for all rows. */
export type ProductBegin = 'nothing' | 'result' | number;

/** result = left · right, on top of what it begins with, on all threads if that pays. */
export const multiply = (
  simd: SimdBackend,
  left: Matrix,
  right: Matrix,
  result: Matrix,
  begin: ProductBegin = 'nothing',
): void => {
  const words = [
    left.address,
    left.rowStride,
    left.columnStride,
    right.address,
    right.rowStride,
    right.columnStride,
    result.address,
    result.rowStride,
    left.rows,
    left.columns,
    right.columns,
    beginWord(begin),
    simd.jobs.scratch,
  ] as const;
  if (isShared(simd, left, right)) simd.jobs.run(jobs.gemm, [...words, simd.jobs.scratchBytes]);
  else simd.functions.gemm(...words);
};

/** The same by weights, a matrix in a tensor: they are packed once if they are used again. */
export const multiplyByWeights = (
  simd: SimdBackend,
  left: Matrix,
  weights: TensorInfo,
  right: Matrix,
  result: Matrix,
  begin: ProductBegin = 'nothing',
): void => {
  // Without depth there is nothing to pack.
  const packed = left.columns > 0 ? simd.packedWeights.use(weights.dataId, right) : undefined;
  if (packed === undefined) {
    multiply(simd, left, right, result, begin);
    return;
  }
  const words = [
    left.address,
    left.rowStride,
    left.columnStride,
    packed,
    result.address,
    result.rowStride,
    left.rows,
    left.columns,
    right.columns,
    beginWord(begin),
    simd.jobs.scratch,
  ] as const;
  if (isShared(simd, left, right)) simd.jobs.run(jobs.gemmPacked, [...words, simd.jobs.scratchBytes]);
  else simd.functions.gemmPacked(...words);
};

const isShared = ({ jobs: { threads } }: SimdBackend, left: Matrix, right: Matrix): boolean =>
  threads > 1 && left.rows * left.columns * right.columns >= worthSharing;

const beginWord = (begin: ProductBegin): number => (begin === 'nothing' ? 0 : begin === 'result' ? 1 : begin);
