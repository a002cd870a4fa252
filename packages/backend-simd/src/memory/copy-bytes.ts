import type { SimdBackend } from '../simd-backend.ts';

/** Copies bytes within the heap; the view of it is made after the addresses are known, since finding them may make it grow. */
export const copyBytes = (simd: SimdBackend, from: number, to: number, bytes: number): void => {
  simd.heap.u8.copyWithin(to, from, from + bytes);
};
