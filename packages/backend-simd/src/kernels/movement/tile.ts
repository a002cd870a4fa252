import { type KernelConfig, type TensorInfo, Tile } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { copyAxes, stridesOf } from './copy-axes.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';

const onCpu = cpuKernel(Tile);

/** A tensor repeated along each axis: a copy that reads along axes of stride 0. */
export const tile: KernelConfig = {
  kernelName: Tile,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x } = parameters.inputs as { x: TensorInfo };
    const { reps } = parameters.attrs as unknown as { reps: readonly number[] };
    const elementBytes = elementBytesOf(x);
    if (!elementBytes || reps.length !== x.shape.length) return onCpu(parameters);
    const shape = x.shape.map((size, axis) => size * (reps[axis] as number));
    const result = simd.allocate(shape, x.dtype);
    const strides = stridesOf(x.shape, elementBytes);
    const resultStrides = stridesOf(shape, elementBytes);
    const axes = x.shape.flatMap((size, axis) => [
      { size: reps[axis] as number, from: 0, to: (resultStrides[axis] as number) * size },
      { size, from: strides[axis] as number, to: resultStrides[axis] as number },
    ]);
    copyAxes(simd, simd.addressOf(x), simd.addressOf(result), axes, elementBytes);
    return result;
  },
};
