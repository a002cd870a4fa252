import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { floatWord, jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';

type CrossEntropyInputs = Readonly<Record<'logits' | 'targets' | 'mask', TensorInfo>>;

/** { logits [N, V], targets [N] int32, mask [N] } and the attribute labelSmoothing to [losses [N], what the way back needs [N, 2]]. */
export const crossEntropy: KernelConfig = {
  kernelName: 'Seq2SeqCrossEntropy',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as CrossEntropyInputs;
    const [rows, vocabulary] = named.logits.shape as [number, number];
    checkTargets(simd, named.targets, vocabulary);
    const losses = simd.allocate([rows], 'float32');
    const kept = simd.allocate([rows, 2], 'float32');
    simd.jobs.run(
      jobs.crossEntropy,
      [...commonWords(simd, named, attrs), ...[losses, kept].map((tensor) => simd.addressOf(tensor))],
      sharedWork(rows, 8 * vocabulary),
    );
    return [losses, kept];
  },
};

/** Back: the same, `saved0` and the gradient of the losses' sum, `gradient0`, to [the gradient of logits]. */
export const crossEntropyGradient: KernelConfig = {
  kernelName: 'Seq2SeqCrossEntropyGradient',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const named = inputs as unknown as CrossEntropyInputs & Readonly<Record<'saved0' | 'gradient0', TensorInfo>>;
    const dLogits = simd.allocate(named.logits.shape, 'float32');
    simd.jobs.run(jobs.crossEntropyGradient, [
      ...commonWords(simd, named, attrs),
      ...[named.gradient0, named.saved0, dLogits].map((tensor) => simd.addressOf(tensor)),
    ]);
    return [dLogits];
  },
};

const commonWords = (simd: SimdBackend, named: CrossEntropyInputs, attributes: object | undefined): number[] => {
  const { labelSmoothing } = attributes as { labelSmoothing: number };
  const addresses = [named.logits, named.targets, named.mask].map((tensor) => simd.addressOf(tensor));
  return [...named.logits.shape, ...addresses, floatWord(labelSmoothing)];
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
