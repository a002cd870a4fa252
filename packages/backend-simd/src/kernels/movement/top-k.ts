import { type KernelConfig, type TensorInfo, TopK, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const onCpu = cpuKernel(TopK);

/** A longer list would take longer to keep sorted than backend-cpu takes to partition the row. */
const longestList = 64;

/** The k largest of the last axis and where they stand, largest first, the lower index first among equals. */
export const topK: KernelConfig = {
  kernelName: TopK,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x } = parameters.inputs as { x: TensorInfo };
    const { k } = parameters.attrs as unknown as { k: number };
    const size = x.shape.at(-1) as number;
    if (x.dtype !== 'float32' || k < 1 || k > longestList || size === 0) return onCpu(parameters);
    const shape = [...x.shape.slice(0, -1), k];
    const values = simd.allocate(shape, 'float32');
    const indices = simd.allocate(shape, 'int32');
    const rows = util.sizeFromShape(x.shape.slice(0, -1));
    simd.functions.topK(simd.addressOf(x), rows, size, k, simd.addressOf(values), simd.addressOf(indices));
    return [values, indices];
  },
};
