import { type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { floatWord, jobs } from '../../threads/job-runner.ts';

type AdamAttributes = Readonly<Record<'newShare1' | 'newShare2' | 'rate' | 'floor', number>>;

/** { weight, gradient, mean, square } and the factors of a step to [weight, mean, square] after it. */
export const adam: KernelConfig = {
  kernelName: 'Seq2SeqAdam',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { weight, gradient, mean, square } = inputs as unknown as Readonly<
      Record<'weight' | 'gradient' | 'mean' | 'square', TensorInfo>
    >;
    const { newShare1, newShare2, rate, floor } = attrs as unknown as AdamAttributes;
    const results = [0, 1, 2].map(() => simd.allocate(weight.shape, 'float32'));
    simd.jobs.run(jobs.adam, [
      util.sizeFromShape(weight.shape),
      ...[weight, gradient, mean, square, ...results].map((tensor) => simd.addressOf(tensor)),
      ...[newShare1, newShare2, rate, floor].map(floatWord),
    ]);
    return results;
  },
};
