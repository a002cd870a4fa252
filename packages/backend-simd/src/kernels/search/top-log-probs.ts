import { type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';

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
    const logProbs = simd.allocate([rows, count], 'float32');
    const tokens = simd.allocate([rows, count], 'int32');
    const ending = eos === undefined ? undefined : simd.allocate([rows], 'float32');
    const scratch = simd.takeScratch();
    const rowPerThread = scratch.take([simd.jobs.threads, stride]);
    simd.jobs.run(
      jobs.topLogProbs,
      [
        ...[rows, vocabulary, count, simd.addressOf(logits), simd.addressOf(logProbs), simd.addressOf(tokens)],
        ...[eos ?? vocabulary, ending ? simd.addressOf(ending) : 0, simd.addressOf(rowPerThread), stride * 4],
      ],
      sharedWork(rows, 8 * vocabulary),
    );
    scratch.release();
    return ending ? [logProbs, tokens, ending] : [logProbs, tokens];
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
