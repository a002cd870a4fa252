import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';
import { sumOfRows } from '../products/sum-of-rows.ts';

type ScoreInputs = Readonly<Record<'query' | 'keys' | 'v', TensorInfo>>;

/** v · tanh(query + key) for every key: { query [B, A], keys [B, S, A], v [A] } to [scores [B, S]]. */
export const additiveScore: KernelConfig = {
  kernelName: 'Seq2SeqAdditiveScore',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend }) => {
    const simd = backend as SimdBackend;
    const { query, keys, v } = inputs as unknown as ScoreInputs;
    const [batch, positions, units] = keys.shape as [number, number, number];
    const scores = simd.allocate([batch, positions], 'float32');
    simd.jobs.run(
      jobs.additiveScore,
      [batch, positions, units, ...[query, keys, v, scores].map((x) => simd.addressOf(x))],
      sharedWork(batch, 8 * positions * units),
    );
    return [scores];
  },
};

/** Back: the same and `gradient0` of the scores to the gradients of query, keys and v. */
export const additiveScoreGradient: KernelConfig = {
  kernelName: 'Seq2SeqAdditiveScoreGradient',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend }) => {
    const simd = backend as SimdBackend;
    const { query, keys, v, gradient0 } = inputs as unknown as ScoreInputs & { readonly gradient0: TensorInfo };
    const [batch, positions, units] = keys.shape as [number, number, number];
    const dQuery = simd.allocate(query.shape, 'float32');
    const dKeys = simd.allocate(keys.shape, 'float32');
    const perRow = simd.allocate([batch, units], 'float32');
    const tensors = [query, keys, v, gradient0, dQuery, dKeys, perRow];
    simd.jobs.run(
      jobs.additiveScoreGradient,
      [batch, positions, units, ...tensors.map((x) => simd.addressOf(x))],
      sharedWork(batch, 8 * positions * units),
    );
    const dV = sumOfRows(simd, perRow, v.shape);
    simd.disposeData(perRow.dataId);
    return [dQuery, dKeys, dV];
  },
};
