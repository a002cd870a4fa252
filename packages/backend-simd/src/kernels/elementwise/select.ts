import { type KernelConfig, Select, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const onCpu = cpuKernel(Select);

/** Each value from one tensor or the other (`tf.where`, which broadcasts all three beforehand). */
export const select: KernelConfig = {
  kernelName: Select,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { condition, t, e } = parameters.inputs as { condition: TensorInfo; t: TensorInfo; e: TensorInfo };
    const isOurs = condition.dtype === 'bool' && t.dtype === 'float32' && e.dtype === 'float32';
    const haveOneShape = util.arraysEqual(condition.shape, t.shape) && util.arraysEqual(t.shape, e.shape);
    if (!isOurs || !haveOneShape) return onCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const result = simd.allocate(t.shape, 'float32');
    simd.functions.select(
      simd.addressOf(condition),
      simd.addressOf(t),
      simd.addressOf(e),
      simd.addressOf(result),
      util.sizeFromShape(t.shape),
    );
    return result;
  },
};
