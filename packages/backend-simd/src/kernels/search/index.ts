import type { KernelConfig } from '@tensorflow/tfjs-core';
import { topLogProbs } from './top-log-probs.ts';

/** What a search asks of each step. */
export const searchKernels: readonly KernelConfig[] = [topLogProbs];
