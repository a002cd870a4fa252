import type { KernelConfig } from '@tensorflow/tfjs-core';
import { addN } from './add-n.ts';
import { binaryKernels } from './binary.ts';
import { cast } from './cast.ts';
import { fill, onesLike, zerosLike } from './fill.ts';
import { logicalAnd, logicalNot } from './logical.ts';
import { select } from './select.ts';
import { clipByValue, step } from './step-and-clip.ts';
import { unaryKernels } from './unary.ts';

/** Kernels whose every value depends on one value of each input. */
export const elementwiseKernels: readonly KernelConfig[] = [
  ...unaryKernels,
  ...binaryKernels,
  addN,
  cast,
  clipByValue,
  fill,
  logicalAnd,
  logicalNot,
  onesLike,
  select,
  step,
  zerosLike,
];
