import {
  copyRegisteredKernels,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { batchMatMul } from './kernels/batch-mat-mul.ts';
import { decoderKernels } from './kernels/decoder/index.ts';
import { elementwiseKernels } from './kernels/elementwise/index.ts';
import { fusedKernels } from './kernels/fused/index.ts';
import { gruKernels } from './kernels/gru/index.ts';
import { lstmKernels } from './kernels/lstm/index.ts';
import { movementKernels } from './kernels/movement/index.ts';
import { reduceKernels } from './kernels/reduce/index.ts';
import { searchKernels } from './kernels/search/index.ts';
import { softmaxKernels } from './kernels/softmax/index.ts';
import type { SimdBackend } from './simd-backend.ts';

/** Kernels that are fast; all others are backend-cpu's, which work on the same tensors. */
const simdKernels: readonly KernelConfig[] = [
  batchMatMul,
  ...movementKernels,
  ...lstmKernels,
  ...gruKernels,
  ...decoderKernels,
  ...fusedKernels,
  ...elementwiseKernels,
  ...reduceKernels,
  ...softmaxKernels,
  ...searchKernels,
];

/** Gives the backend `simd` every kernel of backend-cpu, then its own in place of the hot ones. */
export const registerKernels = (): void => {
  // A second registration would warn of each kernel.
  for (const { kernelName } of getKernelsForBackend('simd')) unregisterKernel(kernelName, 'simd');
  copyRegisteredKernels('cpu', 'simd');
  for (const kernel of simdKernels) {
    if (getKernel(kernel.kernelName, 'simd')) unregisterKernel(kernel.kernelName, 'simd');
    registerKernel(allOrNothing(kernel));
  }
};

const allOrNothing = (kernel: KernelConfig): KernelConfig => ({
  ...kernel,
  kernelFunc: (parameters) => (parameters.backend as SimdBackend).allOrNothing(() => kernel.kernelFunc(parameters)),
});
