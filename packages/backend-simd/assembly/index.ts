// What JavaScript may call. Addresses and sizes are bytes and counts in one memory; who calls makes sure that they are right.
export { gemm, gemmScratchBytes } from './gemm/gemm';

/** The first address that the kernels do not keep for themselves. */
export function heapStart(): usize {
  return __heap_base;
}
export { beginJob, lookForEnd, wakeThreads, workerLoop } from './threads/dispatch';
export { controlBytes } from './threads/control';
export { packedMatrixBytes } from './gemm/packed';
export { copyBox } from './movement/copy-box';
export { copyRuns } from './movement/copy-runs';
export { fillBytes, fillWords } from './movement/fill';
export { gatherRows } from './movement/gather-rows';
export { oneHot } from './movement/one-hot';
export { topK } from './movement/top-k';
export { turnBox } from './movement/turn-box';
export { repeatRow, swapFirstAxes } from './lstm/rows';
export { binary } from './elementwise/binary';
export { logicalAnd, logicalNot, select } from './elementwise/boolean';
export { boolToFloat, boolToInt, floatToBool, floatToInt, intToBool, intToFloat } from './elementwise/cast';
export { clip, step } from './elementwise/step-and-clip';
export { unary } from './elementwise/unary';
export { greatest, least } from './reduce/extreme';
export { sum } from './reduce/sum';
export { logSoftmax } from './softmax/log-softmax';
export { maskedSoftmax } from './softmax/masked-softmax';
export { softmax } from './softmax/softmax';
