import { Cast, type DataType, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import type { ElementwiseFunctions } from '../../wasm/elementwise-functions.ts';
import { cpuKernel } from '../cpu-kernel.ts';

const onCpu = cpuKernel(Cast);

type Conversion = Extract<keyof ElementwiseFunctions, `${string}To${string}`>;

const conversions: Readonly<Partial<Record<string, Conversion>>> = {
  'int32 float32': 'intToFloat',
  'float32 int32': 'floatToInt',
  'bool int32': 'boolToInt',
  'bool float32': 'boolToFloat',
  'float32 bool': 'floatToBool',
  'int32 bool': 'intToBool',
};

/**
 * Numbers of another type. Always converts: backend-cpu would hand out the bytes of whole numbers as if they were float32, which is right
 * for its JavaScript loops alone. A float32 beyond the range of int32 becomes the greatest or least int32.
 */
export const cast: KernelConfig = {
  kernelName: Cast,
  backendName: 'simd',
  kernelFunc: (parameters) => {
    const { x } = parameters.inputs as { x: TensorInfo };
    const { dtype } = parameters.attrs as unknown as { dtype: DataType };
    const conversion = conversions[`${x.dtype} ${dtype}`];
    if (!conversion) return onCpu(parameters);
    const simd = parameters.backend as SimdBackend;
    const result = simd.allocate(x.shape, dtype);
    simd.functions[conversion](simd.addressOf(x), simd.addressOf(result), util.sizeFromShape(x.shape));
    return result;
  },
};
