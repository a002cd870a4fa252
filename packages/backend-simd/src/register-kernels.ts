import { copyRegisteredKernels, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchMatMul } from './kernels/batch-mat-mul.ts';

/** Kernels that are fast; all others are backend-cpu's, which work on the same tensors. */
const simdKernels: readonly KernelConfig[] = [batchMatMul];

/** Gives the backend `simd` every kernel of backend-cpu, then its own in place of the hot ones. */
export const registerKernels = (): void => {
  copyRegisteredKernels('cpu', 'simd');
  for (const kernel of simdKernels) {
    unregisterKernel(kernel.kernelName, 'simd');
    registerKernel(kernel);
  }
};
