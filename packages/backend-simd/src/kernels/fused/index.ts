import type { KernelConfig } from '@tensorflow/tfjs-core';
import { adam } from './adam.ts';
import { additiveScore, additiveScoreGradient } from './additive-score.ts';
import { crossEntropy } from './cross-entropy.ts';

export const fusedKernels: readonly KernelConfig[] = [additiveScore, additiveScoreGradient, crossEntropy, adam];
