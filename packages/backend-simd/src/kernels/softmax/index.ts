import type { KernelConfig } from '@tensorflow/tfjs-core';
import { logSoftmax, softmax } from './softmax.ts';

/** Softmaxes along the last axis. */
export const softmaxKernels: readonly KernelConfig[] = [logSoftmax, softmax];
