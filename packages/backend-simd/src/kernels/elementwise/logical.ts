import { type KernelConfig, LogicalAnd, LogicalNot, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const andOnCpu = cpuKernel(LogicalAnd);
const notOnCpu = cpuKernel(LogicalNot);

/** Both; shapes that differ go to backend-cpu. */
export const logicalAnd: KernelConfig = {
  kernelName: LogicalAnd,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { a, b } = parameters.inputs as { a: TensorInfo; b: TensorInfo };
    if (a.dtype !== 'bool' || b.dtype !== 'bool' || !util.arraysEqual(a.shape, b.shape)) return andOnCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const result = simd.allocate(a.shape, 'bool');
    const count = util.sizeFromShape(a.shape);
    simd.functions.logicalAnd(simd.addressOf(a), simd.addressOf(b), simd.addressOf(result), count);
    return result;
  },
};

/** Not. */
export const logicalNot: KernelConfig = {
  kernelName: LogicalNot,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { x } = parameters.inputs as { x: TensorInfo };
    if (x.dtype !== 'bool') return notOnCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const result = simd.allocate(x.shape, 'bool');
    simd.functions.logicalNot(simd.addressOf(x), simd.addressOf(result), util.sizeFromShape(x.shape));
    return result;
  },
};
