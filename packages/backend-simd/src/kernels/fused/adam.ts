import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { floatWord, jobs } from '../../threads/job-runner.ts';
import { rowsOf, runOnList } from './tensor-list.ts';

type AdamFactors = Readonly<Record<'gradientScale' | 'newShare1' | 'newShare2' | 'rate' | 'floor' | 'decay', number>>;

/** { weight0, gradient0, mean0, square0, weight1, … } and the factors of a step to [weight0, mean0, square0, weight1, …] after it. */
export const adam: KernelConfig = {
  kernelName: 'Seq2SeqAdam',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { gradientScale, newShare1, newShare2, rate, floor, decay } = attrs as unknown as AdamFactors;
    const rows = rowsOf(inputs, ['weight', 'gradient', 'mean', 'square']);
    const results = rows.map(([weight]) => [0, 1, 2].map(() => simd.allocate((weight as TensorInfo).shape, 'float32')));
    runOnList(
      simd,
      jobs.adam,
      rows.map((row, i) => [...row, ...(results[i] as TensorInfo[])]),
      [gradientScale, newShare1, newShare2, rate, floor, decay].map(floatWord),
    );
    return results.flat();
  },
};
