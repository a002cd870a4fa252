import {
  Abs,
  Exp,
  type KernelConfig,
  Log,
  Neg,
  Reciprocal,
  Relu,
  Rsqrt,
  Sigmoid,
  Sqrt,
  Square,
  Tanh,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { unaryOperation } from '../../wasm/elementwise-functions.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const unaryKernel = (kernelName: string, operation: keyof typeof unaryOperation): KernelConfig => {
  const onCpu = cpuKernel(kernelName);
  const number = unaryOperation[operation];
  return {
    kernelName,
    backendName: 'simd',
    kernelFunc: (parameters) => {
      const { x } = parameters.inputs as { x: TensorInfo };
      if (x.dtype !== 'float32') return onCpu(parameters);
      const simd = parameters.backend as SimdBackend;
      const result = simd.allocate(x.shape, 'float32');
      simd.functions.unary(number, simd.addressOf(x), simd.addressOf(result), util.sizeFromShape(x.shape));
      return result;
    },
  };
};

/** Kernels that turn each value into another; whole numbers go to backend-cpu. */
export const unaryKernels: readonly KernelConfig[] = [
  unaryKernel(Abs, 'absolute'),
  unaryKernel(Exp, 'exp'),
  unaryKernel(Log, 'log'),
  unaryKernel(Neg, 'negative'),
  unaryKernel(Reciprocal, 'reciprocal'),
  unaryKernel(Relu, 'relu'),
  unaryKernel(Rsqrt, 'rsqrt'),
  unaryKernel(Sigmoid, 'sigmoid'),
  unaryKernel(Sqrt, 'sqrt'),
  unaryKernel(Square, 'square'),
  unaryKernel(Tanh, 'tanh'),
];
