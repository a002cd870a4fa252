import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
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
    const hasVelocity = inputs['velocity0'] !== undefined;
    const rows = rowsOf(inputs, ['weight', 'gradient', ...(hasVelocity ? ['velocity'] : [])]);
    const results = rows.map(([weight]) =>
      (hasVelocity ? [0, 1] : [0]).map(() => simd.allocate((weight as TensorInfo).shape, 'float32')),
    );
    runOnList(
      simd,
      hasVelocity ? jobs.sgdWithMomentum : jobs.sgd,
      rows.map((row, i) => [...row, ...(results[i] as TensorInfo[])]),
      [gradientScale, rate, momentum].map(floatWord),
    );
    return results.flat();
  },
};
