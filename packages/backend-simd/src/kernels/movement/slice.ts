import { type KernelConfig, Slice, slice_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { copyAxes, stridesOf } from './copy-axes.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';

const onCpu = cpuKernel(Slice);

/** A box cut out of a tensor. */
export const slice: KernelConfig = {
  kernelName: Slice,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x } = parameters.inputs as { x: TensorInfo };
    const attrs = parameters.attrs as unknown as { begin: number[]; size: number[] };
    const elementBytes = elementBytesOf(x);
    const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]];
    slice_util.assertParamsValid(x, begin, size);
    if (!elementBytes || [...begin, ...size].some((value) => value < 0)) return onCpu(parameters);
    const result = simd.allocate(size, x.dtype);
    const strides = stridesOf(x.shape, elementBytes);
    const resultStrides = stridesOf(size, elementBytes);
    const from = strides.reduce(
      (address, stride, axis) => address + stride * (begin[axis] as number),
      simd.addressOf(x),
    );
    const axes = size.map((count, axis) => ({
      size: count,
      from: strides[axis] as number,
      to: resultStrides[axis] as number,
    }));
    copyAxes(simd, from, simd.addressOf(result), axes, elementBytes);
    return result;
  },
};
