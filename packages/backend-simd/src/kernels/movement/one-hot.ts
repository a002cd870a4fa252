import { type DataType, type KernelConfig, OneHot, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';
import { bitsOf } from './value-bits.ts';

const onCpu = cpuKernel(OneHot);

/** Rows of one value with another at each index; an index out of range leaves its row as it is. */
export const oneHot: KernelConfig = {
  kernelName: OneHot,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { indices } = parameters.inputs as { indices: TensorInfo };
    const { dtype, depth, onValue, offValue } = parameters.attrs as unknown as {
      dtype: DataType;
      depth: number;
      onValue: number;
      offValue: number;
    };
    if (indices.dtype !== 'int32' || (dtype !== 'float32' && dtype !== 'int32')) return onCpu(parameters);
    const result = simd.allocate([...indices.shape, depth], dtype);
    simd.functions.oneHot(
      simd.addressOf(indices),
      util.sizeFromShape(indices.shape),
      depth,
      simd.addressOf(result),
      bitsOf(onValue, dtype),
      bitsOf(offValue, dtype),
    );
    return result;
  },
};
