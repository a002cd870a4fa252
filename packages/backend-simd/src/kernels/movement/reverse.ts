import { type KernelConfig, Reverse, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { copyAxes, stridesOf } from './copy-axes.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';

const onCpu = cpuKernel(Reverse);

/** A tensor read backwards along some axes: a copy from the last element on, by negative strides. */
export const reverse: KernelConfig = {
  kernelName: Reverse,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x } = parameters.inputs as { x: TensorInfo };
    const { dims } = parameters.attrs as unknown as { dims: number | number[] };
    const elementBytes = elementBytesOf(x);
    if (!elementBytes || x.shape.length === 0) return onCpu(parameters);
    const reversed = new Set(util.parseAxisParam(dims, x.shape));
    const result = simd.allocate(x.shape, x.dtype);
    let from = simd.addressOf(x);
    const axes = stridesOf(x.shape, elementBytes).map((stride, axis) => {
      const size = x.shape[axis] as number;
      if (!reversed.has(axis)) return { size, from: stride, to: stride };
      from += stride * (size - 1);
      return { size, from: -stride, to: stride };
    });
    copyAxes(simd, from, simd.addressOf(result), axes, elementBytes);
    return result;
  },
};
