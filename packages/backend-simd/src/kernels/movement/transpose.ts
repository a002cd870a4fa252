import { type KernelConfig, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { copyAxes, stridesOf } from './copy-axes.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';

const onCpu = cpuKernel(Transpose);

/** Axis i of the result is axis perm[i] of x. */
export const transpose: KernelConfig = {
  kernelName: Transpose,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x } = parameters.inputs as { x: TensorInfo };
    const { perm } = parameters.attrs as unknown as { perm: readonly number[] };
    const elementBytes = elementBytesOf(x);
    if (!elementBytes) return onCpu(parameters);
    const shape = perm.map((axis) => x.shape[axis] as number);
    const result = simd.allocate(shape, x.dtype);
    const strides = stridesOf(x.shape, elementBytes);
    const resultStrides = stridesOf(shape, elementBytes);
    const axes = perm.map((axis, i) => ({
      size: shape[i] as number,
      from: strides[axis] as number,
      to: resultStrides[i] as number,
    }));
    copyAxes(simd, simd.addressOf(x), simd.addressOf(result), axes, elementBytes);
    return result;
  },
};
