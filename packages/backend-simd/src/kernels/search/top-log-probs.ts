import { type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';
import { allocateAll } from '../movement/allocate-all.ts';

/** Float32 in a cache line: threads that write side by side do not share one. */
const lineLength = 16;

/**
 * { logits [N, V] } and the attributes count (k) and eos, which may be absent, to [logProbs [N, k], tokens [N, k] int32]: the greatest of
 * the log-softmax, the greatest first, of equals the smaller token. With eos that token is never among them, and a third result is its
 * log-probability [N].
 */
export const topLogProbs: KernelConfig = {
  kernelName: 'Seq2SeqTopLogProbs',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { logits } = inputs as { logits: TensorInfo };
    const { count, eos } = attrs as unknown as { count: number; eos?: number };
    const [rows, vocabulary] = logits.shape as [number, number];
    checkSizes(vocabulary, count, eos);
    const stride = Math.ceil(vocabulary / lineLength) * lineLength;
    const [logProbs, tokens, ending, scratch] = allocateAll(simd, [
      { shape: [rows, count], dtype: 'float32' },
      { shape: [rows, count], dtype: 'int32' },
      { shape: [eos === undefined ? 0 : rows], dtype: 'float32' },
      { shape: [simd.jobs.threads, stride], dtype: 'float32' },
    ]) as [TensorInfo, TensorInfo, TensorInfo, TensorInfo];
    simd.jobs.run(
      jobs.topLogProbs,
      [
        ...[rows, vocabulary, count, simd.addressOf(logits), simd.addressOf(logProbs), simd.addressOf(tokens)],
        ...[eos ?? vocabulary, simd.addressOf(ending), simd.addressOf(scratch), stride * 4],
      ],
      sharedWork(rows, 8 * vocabulary),
    );
    simd.disposeData(scratch.dataId);
    if (eos !== undefined) return [logProbs, tokens, ending];
    simd.disposeData(ending.dataId);
    return [logProbs, tokens];
  },
};

/** Kernels do not check addresses: too many would be read and written behind the row. */
const checkSizes = (vocabulary: number, count: number, eos: number | undefined): void => {
  util.assert(
    eos === undefined || (Number.isInteger(eos) && eos >= 0 && eos < vocabulary),
    () => `topLogProbs: eos is ${eos}, must be one of ${vocabulary} tokens, from 0.`,
  );
  const most = eos === undefined ? vocabulary : vocabulary - 1;
  util.assert(
    Number.isInteger(count) && count >= 1 && count <= most,
    () => `topLogProbs: count is ${count}, must be from 1 to ${most}, as many as there are tokens to choose from.`,
  );
};
