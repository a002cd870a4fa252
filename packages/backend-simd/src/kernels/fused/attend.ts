import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';

/** Where to look, and what is seen there: { scores [B, S], allowed [B, S], values [B, S, D] } to [weights [B, S], context [B, D]]. */
export const attend: KernelConfig = {
  kernelName: 'Seq2SeqAttend',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend }) => {
    const simd = backend as SimdBackend;
    const { scores, allowed, values } = inputs as unknown as Readonly<
      Record<'scores' | 'allowed' | 'values', TensorInfo>
    >;
    const [batch, positions, width] = values.shape as [number, number, number];
    const weights = simd.allocate([batch, positions], 'float32');
    const context = simd.allocate([batch, width], 'float32');
    const tensors = [scores, allowed, values, weights, context];
    simd.jobs.run(
      jobs.attend,
      [batch, positions, width, ...tensors.map((tensor) => simd.addressOf(tensor))],
      sharedWork(batch, 4 * positions * width),
    );
    return [weights, context];
  },
};

/** Back: { weights, values, gradient0 of the weights, gradient1 of the context } to the gradients of scores and values. */
export const attendGradient: KernelConfig = {
  kernelName: 'Seq2SeqAttendGradient',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend }) => {
    const simd = backend as SimdBackend;
    const { weights, values, gradient0, gradient1 } = inputs as unknown as Readonly<
      Record<'weights' | 'values' | 'gradient0' | 'gradient1', TensorInfo>
    >;
    const [batch, positions, width] = values.shape as [number, number, number];
    const dScores = simd.allocate(weights.shape, 'float32');
    const dValues = simd.allocate(values.shape, 'float32');
    const tensors = [weights, values, gradient0, gradient1, dScores, dValues];
    simd.jobs.run(
      jobs.attendGradient,
      [batch, positions, width, ...tensors.map((tensor) => simd.addressOf(tensor))],
      sharedWork(batch, 4 * positions * width),
    );
    return [dScores, dValues];
  },
};
