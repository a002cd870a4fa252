import { type KernelConfig, PadV2, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { copyAxes, stridesOf } from './copy-axes.ts';
import { cpuKernel, elementBytesOf } from '../cpu-kernel.ts';
import { bitsOf } from './value-bits.ts';

const onCpu = cpuKernel(PadV2);

/** A tensor inside a larger one of which the rest has one value. */
export const pad: KernelConfig = {
  kernelName: PadV2,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const simd = parameters.backend as SimdBackend;
    const { x } = parameters.inputs as { x: TensorInfo };
    const { paddings, constantValue } = parameters.attrs as unknown as {
      paddings: readonly (readonly [number, number])[];
      constantValue: number;
    };
    const elementBytes = elementBytesOf(x);
    if (!elementBytes || paddings.flat().some((width) => width < 0)) return onCpu(parameters);
    const shape = x.shape.map((size, axis) => {
      const [before, after] = paddings[axis] as readonly [number, number];
      return before + size + after;
    });
    const result = simd.allocate(shape, x.dtype);
    const to = simd.addressOf(result);
    const bits = bitsOf(constantValue, x.dtype);
    if (elementBytes === 4) simd.functions.fillWords(to, util.sizeFromShape(shape), bits);
    else simd.functions.fillBytes(to, util.sizeFromShape(shape), bits);
    const strides = stridesOf(x.shape, elementBytes);
    const resultStrides = stridesOf(shape, elementBytes);
    const inside = resultStrides.reduce(
      (address, stride, axis) => address + stride * (paddings[axis]?.[0] as number),
      to,
    );
    const axes = x.shape.map((size, axis) => ({
      size,
      from: strides[axis] as number,
      to: resultStrides[axis] as number,
    }));
    copyAxes(simd, simd.addressOf(x), inside, axes, elementBytes);
    return result;
  },
};
