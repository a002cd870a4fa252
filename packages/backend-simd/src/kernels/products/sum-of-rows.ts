import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { matrixOf } from './matrix.ts';

/** The sum of a matrix's rows, added in their order, as a new tensor. */
export const sumOfRows = (simd: SimdBackend, matrix: TensorInfo, shape: readonly number[]): TensorInfo => {
  const sums = simd.allocate(shape, 'float32');
  const { address, rows, columns } = matrixOf(simd, matrix);
  simd.jobs.run(jobs.sumRows, [address, rows, columns, simd.addressOf(sums)], rows * columns);
  return sums;
};
