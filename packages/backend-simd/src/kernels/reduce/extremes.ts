import { type KernelConfig, Max, Min, type TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { cpuKernel } from '../cpu-kernel.ts';
import { reduceAxes } from './reduce.ts';

const extremeKernel = (kernelName: string, name: 'greatest' | 'least', axisAttribute: string): KernelConfig => {
  const onCpu = cpuKernel(kernelName);
  return {
    kernelName,
    backendName: 'simd',
    kernelFunc: (parameters) => {
      const { x } = parameters.inputs as { x: TensorInfo };
      // Of nothing there is no greatest value: what that gives is for backend-cpu to say.
      if (x.dtype !== 'float32' || x.shape.includes(0)) return onCpu(parameters);
      const simd = parameters.backend as SimdBackend;
      const attributes = parameters.attrs as unknown as Record<string, number | number[] | undefined>;
      const keepDims = Boolean(attributes['keepDims']);
      return reduceAxes(simd, x, attributes[axisAttribute], keepDims, (from, to, { outer, reduced, inner }) =>
        simd.functions[name](from, to, outer, reduced, inner),
      );
    },
  };
};

/** The greatest values along axes; NaN if there is one among them. */
export const max: KernelConfig = extremeKernel(Max, 'greatest', 'reductionIndices');

/** The least values along axes; NaN if there is one among them. */
export const min: KernelConfig = extremeKernel(Min, 'least', 'axis');
