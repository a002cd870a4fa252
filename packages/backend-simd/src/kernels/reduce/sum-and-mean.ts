import { type KernelConfig, Mean, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';
import { reduceAxes } from './reduce.ts';

type Attributes = { readonly axis: number | number[] | undefined; readonly keepDims: boolean };

const sumOnCpu = cpuKernel(Sum);
const meanOnCpu = cpuKernel(Mean);

/** Sums in float64, rounded once, in an order that the shape alone fixes (assembly/reduce/sum.ts). */
export const sum: KernelConfig = {
  kernelName: Sum,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { x } = parameters.inputs as { x: TensorInfo };
    if (x.dtype !== 'float32') return sumOnCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const { axis, keepDims } = parameters.attrs as unknown as Attributes;
    return reduceAxes(simd, x, axis, keepDims, (from, to, { outer, reduced, inner }) =>
      simd.functions.sum(from, to, outer, reduced, inner, 1),
    );
  },
};

/** The same, divided by the number of values before it is rounded. */
export const mean: KernelConfig = {
  kernelName: Mean,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { x } = parameters.inputs as { x: TensorInfo };
    // The mean of nothing is for backend-cpu to say.
    if (x.dtype !== 'float32' || x.shape.includes(0)) return meanOnCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const { axis, keepDims } = parameters.attrs as unknown as Attributes;
    const axes = util.parseAxisParam(axis as number | number[], x.shape);
    const count = axes.reduce((product, reducedAxis) => product * (x.shape[reducedAxis] as number), 1);
    return reduceAxes(simd, x, axis, keepDims, (from, to, { outer, reduced, inner }, isLast) =>
      simd.functions.sum(from, to, outer, reduced, inner, isLast ? count : 1),
    );
  },
};
