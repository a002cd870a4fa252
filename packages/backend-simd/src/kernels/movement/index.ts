import type { KernelConfig } from '@tensorflow/tfjs-core';
import { gather } from './gather.ts';
import { concat, pack } from './join.ts';
import { oneHot } from './one-hot.ts';
import { pad } from './pad.ts';
import { reverse } from './reverse.ts';
import { segmentSum } from './segment-sum.ts';
import { slice } from './slice.ts';
import { splitV, unpack } from './split.ts';
import { tile } from './tile.ts';
import { topK } from './top-k.ts';
import { transpose } from './transpose.ts';

/** Kernels that move values from one place to another. */
export const movementKernels: readonly KernelConfig[] = [
  concat,
  gather,
  oneHot,
  pack,
  pad,
  reverse,
  segmentSum,
  slice,
  splitV,
  tile,
  topK,
  transpose,
  unpack,
];
