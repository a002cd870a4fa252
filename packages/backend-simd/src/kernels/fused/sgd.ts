import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { floatWord, jobs } from '../../threads/job-runner.ts';
import { rowsOf, runOnList } from './tensor-list.ts';

type SgdFactors = Readonly<Record<'gradientScale' | 'momentum' | 'rate', number>>;

/**
 * { weight0, gradient0, velocity0, weight1, … } and the factors of a step to [weight0, velocity0, weight1, …] after it. Without velocities it is
 * plain descent, and gives [weight0, weight1, …].
 */
export const sgd: KernelConfig = {
  kernelName: 'Seq2SeqSgd',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { gradientScale, momentum, rate } = attrs as unknown as SgdFactors;
    const rows = rowsOf(inputs, ['weight', 'gradient', 'velocity']).map(([weight, gradient, velocity]) => [
      ...[weight, gradient, velocity],
      ...[weight, velocity].map((tensor) => tensor && simd.allocate(tensor.shape, 'float32')),
    ]);
    runOnList(simd, jobs.sgd, rows, [gradientScale, rate, momentum].map(floatWord));
    return rows.flatMap((row) => row.slice(3)).filter((tensor) => tensor !== undefined);
  },
};
