import {
  type DataType,
  Fill,
  type KernelConfig,
  OnesLike,
  type TensorInfo,
  util,
  ZerosLike,
} from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';
import { bitsOf } from '../movement/value-bits.ts';

const fillOnCpu = cpuKernel(Fill);

const filled = (simd: SimdBackend, shape: readonly number[], value: number): TensorInfo => {
  const result = simd.allocate(shape, 'float32');
  simd.functions.fillWords(simd.addressOf(result), util.sizeFromShape([...shape]), bitsOf(value, 'float32'));
  return result;
};

/** A tensor of one number. */
export const fill: KernelConfig = {
  kernelName: Fill,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { shape, value, dtype } = parameters.attrs as unknown as {
      shape: number[];
      value: number | string;
      dtype: DataType | undefined;
    };
    if (typeof value !== 'number' || (dtype ?? util.inferDtype(value)) !== 'float32') return fillOnCpu(parameters);
    return filled(parameters.backend as SimdBackend, shape, value);
  },
};

const filledLike = (kernelName: string, value: number): KernelConfig => {
  const onCpu = cpuKernel(kernelName);
  return {
    kernelName,
    backendName: 'simd',
    kernelFunc: (parameters) => {
      const { x } = parameters.inputs as { x: TensorInfo };
      return x.dtype === 'float32' ? filled(parameters.backend as SimdBackend, x.shape, value) : onCpu(parameters);
    },
  };
};

export const zerosLike: KernelConfig = filledLike(ZerosLike, 0);
export const onesLike: KernelConfig = filledLike(OnesLike, 1);
