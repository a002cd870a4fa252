import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { floatWord, jobs } from '../../threads/job-runner.ts';

/** { logits [N, V], targets [N] int32, mask [N] } and the attribute labelSmoothing to [losses [N], gradient [N, V]]. */
export const crossEntropy: KernelConfig = {
  kernelName: 'Seq2SeqCrossEntropy',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { logits, targets, mask } = inputs as unknown as Readonly<Record<'logits' | 'targets' | 'mask', TensorInfo>>;
    const { labelSmoothing } = attrs as unknown as { labelSmoothing: number };
    const [rows, vocabulary] = logits.shape as [number, number];
    checkTargets(simd, targets, vocabulary);
    const losses = simd.allocate([rows], 'float32');
    const gradient = simd.allocate([rows, vocabulary], 'float32');
    simd.jobs.run(jobs.crossEntropy, [
      ...[rows, vocabulary, simd.addressOf(logits), simd.addressOf(targets), simd.addressOf(mask)],
      ...[floatWord(labelSmoothing), simd.addressOf(losses), simd.addressOf(gradient)],
    ]);
    return [losses, gradient];
  },
};

/** Kernels do not check addresses: a target outside the vocabulary would write elsewhere. */
const checkTargets = (simd: SimdBackend, targets: TensorInfo, vocabulary: number): void => {
  const first = simd.addressOf(targets) / 4;
  const ids = simd.heap.i32.subarray(first, first + (targets.shape[0] as number));
  const wrong = ids.findIndex((id) => id < 0 || id >= vocabulary);
  if (wrong < 0) return;
  throw new RangeError(
    `crossEntropy: target ${wrong} is ${ids[wrong]}, but the vocabulary has ${vocabulary} tokens, from 0.`,
  );
};
