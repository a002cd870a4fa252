import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';

/** Several results at once: all of them, or none if the memory does not hold them. */
export const allocateAll = (
  simd: SimdBackend,
  outputs: readonly { readonly shape: readonly number[]; readonly dtype: DataType }[],
): TensorInfo[] => {
  const allocated: TensorInfo[] = [];
  try {
    for (const { shape, dtype } of outputs) allocated.push(simd.allocate(shape, dtype));
  } catch (error) {
    for (const { dataId } of allocated) simd.disposeData(dataId);
    throw error;
  }
  return allocated;
};
