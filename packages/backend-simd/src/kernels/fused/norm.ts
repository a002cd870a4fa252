import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { countChunks, rowsOf, runOnList } from './tensor-list.ts';

/** { tensor0, tensor1, … } to [the sum of the squares of all their values], added up in float64. */
export const squaredNorm: KernelConfig = {
  kernelName: 'Seq2SeqSquaredNorm',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend }) => {
    const simd = backend as SimdBackend;
    const rows = rowsOf(inputs, ['tensor']);
    const chunks = countChunks(rows);
    const sums = simd.heap.allocate(chunks * 8);
    runOnList(simd, jobs.squaredNorm, rows, [sums]);
    let total = 0;
    for (const sum of new Float64Array(simd.heap.memory.buffer, sums, chunks)) total += sum;
    simd.heap.free(sums);
    const result = simd.allocate([], 'float32');
    simd.heap.f32[simd.addressOf(result) / 4] = total;
    return [result];
  },
};
