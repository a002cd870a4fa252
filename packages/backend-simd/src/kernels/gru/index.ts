import type { KernelConfig } from '@tensorflow/tfjs-core';
import { gruSequence, gruSequenceGradient } from './gru-sequence.ts';

export const gruKernels: readonly KernelConfig[] = [gruSequence, gruSequenceGradient];
