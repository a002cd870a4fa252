import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import type { Matrix } from './matrix.ts';

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
  ];
  simd.jobs.run(jobs.gemm, [...words, simd.jobs.scratchBytes], workOf(left, right));
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
  ];
  simd.jobs.run(jobs.gemmPacked, [...words, simd.jobs.scratchBytes], workOf(left, right));
};

const workOf = (left: Matrix, right: Matrix): number => left.rows * left.columns * right.columns;

const beginWord = (begin: ProductBegin): number => (begin === 'nothing' ? 0 : begin === 'result' ? 1 : begin);
