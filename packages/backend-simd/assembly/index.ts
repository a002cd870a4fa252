// What JavaScript may call. Addresses and sizes are bytes and counts in one memory; who calls makes sure that they are right.
export { gemm, gemmScratchBytes } from './gemm/gemm';

/** The first address that the kernels do not keep for themselves. */
export function heapStart(): usize {
  return __heap_base;
}
