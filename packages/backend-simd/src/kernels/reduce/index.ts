import type { KernelConfig } from '@tensorflow/tfjs-core';
import { max, min } from './extremes.ts';
import { mean, sum } from './sum-and-mean.ts';

/** Kernels that make one value of many. */
export const reduceKernels: readonly KernelConfig[] = [max, mean, min, sum];
