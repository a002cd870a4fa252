import { type KernelConfig, type TensorInfo, UnsortedSegmentSum, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const onCpu = cpuKernel(UnsortedSegmentSum);

/**
 * Row i of x added to row segmentIds[i] of the result, in the order of the rows: the gradient of a lookup. Where backend-cpu multiplies
 * all rows by 0 or 1 for each segment, so that one infinite row spoils every segment, here it spoils its own.
 */
export const segmentSum: KernelConfig = {
  kernelName: UnsortedSegmentSum,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x, segmentIds } = parameters.inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const { numSegments } = parameters.attrs as unknown as { numSegments: number };
    const isRowSum =
      x.dtype === 'float32' &&
      segmentIds.dtype === 'int32' &&
      segmentIds.shape.length === 1 &&
      segmentIds.shape[0] === x.shape[0];
    if (!isRowSum) return onCpu(parameters);
    const [rows, ...rest] = x.shape as [number, ...number[]];
    const columns = util.sizeFromShape(rest);
    const result = simd.allocate([numSegments, ...rest], 'float32');
    const [from, ids, to] = [x, segmentIds, result].map((tensor) => simd.addressOf(tensor));
    const words = [from, columns * 4, ids, rows, to, columns * 4, numSegments, columns] as number[];
    simd.jobs.run(jobs.segmentSum, words, (rows + numSegments) * columns);
    return result;
  },
};
