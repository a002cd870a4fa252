import { ClipByValue, type KernelConfig, Step, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const stepOnCpu = cpuKernel(Step);
const clipOnCpu = cpuKernel(ClipByValue);

/** 1 above zero, `alpha` elsewhere: what the gradients of relu and abs are made of. */
export const step: KernelConfig = {
  kernelName: Step,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { x } = parameters.inputs as { x: TensorInfo };
    if (x.dtype !== 'float32') return stepOnCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const { alpha } = parameters.attrs as unknown as { alpha: number };
    const result = simd.allocate(x.shape, 'float32');
    simd.functions.step(simd.addressOf(x), simd.addressOf(result), util.sizeFromShape(x.shape), alpha);
    return result;
  },
};

/** The nearest number in a range. */
export const clipByValue: KernelConfig = {
  kernelName: ClipByValue,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { x } = parameters.inputs as { x: TensorInfo };
    if (x.dtype !== 'float32') return clipOnCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const { clipValueMin, clipValueMax } = parameters.attrs as unknown as {
      clipValueMin: number;
      clipValueMax: number;
    };
    const result = simd.allocate(x.shape, 'float32');
    const count = util.sizeFromShape(x.shape);
    simd.functions.clip(simd.addressOf(x), simd.addressOf(result), count, clipValueMin, clipValueMax);
    return result;
  },
};
