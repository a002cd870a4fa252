import type { KernelConfig } from '@tensorflow/tfjs-core';
import { adam } from './adam.ts';
import { additiveScore, additiveScoreGradient } from './additive-score.ts';
import { affine, affineGradient } from './affine.ts';
import { attend, attendGradient } from './attend.ts';
import { crossEntropy, crossEntropyGradient } from './cross-entropy.ts';
import { squaredNorm } from './norm.ts';
import { sgd } from './sgd.ts';

export const fusedKernels: readonly KernelConfig[] = [
  affine,
  affineGradient,
  additiveScore,
  additiveScoreGradient,
  attend,
  attendGradient,
  crossEntropy,
  crossEntropyGradient,
  squaredNorm,
  adam,
  sgd,
];
