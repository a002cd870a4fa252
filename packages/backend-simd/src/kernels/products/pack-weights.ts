import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import type { Matrix } from './matrix.ts';

/** Weights packed for the many products of one operation; `release` when it is done. */
export type Packed = { readonly address: number; release(): void };

/** Takes those that are kept packed, if they are. */
export const packWeights = (simd: SimdBackend, weights: TensorInfo, matrix: Matrix): Packed => {
  const kept = simd.packedWeights.use(weights.dataId, matrix);
  if (kept !== undefined) return { address: kept, release: () => {} };
  const { rows, columns } = matrix;
  const packed = simd.allocate([simd.functions.packedMatrixBytes(rows, columns) / 4], 'float32');
  const address = simd.addressOf(packed);
  simd.jobs.run(
    jobs.pack,
    [matrix.address, matrix.rowStride, matrix.columnStride, rows, columns, address],
    2 * rows * columns,
  );
  return { address, release: () => void simd.disposeData(packed.dataId) };
};
