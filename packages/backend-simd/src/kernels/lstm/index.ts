import type { KernelConfig } from '@tensorflow/tfjs-core';
import { lstmSequence, lstmSequenceGradient } from './lstm-sequence.ts';

export const lstmKernels: readonly KernelConfig[] = [lstmSequence, lstmSequenceGradient];
