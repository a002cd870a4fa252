import { type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';
import { copyBytes } from '../../memory/copy-bytes.ts';
import { matrixOf, rowsOf } from '../products/matrix.ts';
import { packWeights } from '../products/pack-weights.ts';
import { project } from '../recurrence/projection.ts';
import { lastState, swapBatchAndTime } from '../recurrence/sequence.ts';
import { type DecoderInputs, decoderInputs, type DecoderSizes, decoderSizes } from './decoder-inputs.ts';
import { packDecoder, type PackedDecoder, releasePacked } from './packed-decoder.ts';
import { runWords } from './run-words.ts';
import { allocateWorkspace, type DecoderWorkspace, listWorkspace } from './workspace.ts';

export type DecoderAttributes = Readonly<Record<'queriesPrevious' | 'givesContexts' | 'givesStates', boolean>>;

/**
 * A teacher-forced LSTM decoder with additive attention, all steps without leaving WebAssembly: [outputs [B, T, H], alignments [B, T, S],
 * contexts [B, T, D] if asked for, hidden and carry [B, H] of each layer after the last step if asked for, ...the workspace].
 */
export const attentionDecoder: KernelConfig = {
  kernelName: 'Seq2SeqAttentionDecoder',
  backendName: 'simd',
  kernelFunc: ({ inputs: given, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { queriesPrevious, givesContexts, givesStates } = attrs as unknown as DecoderAttributes;
    const inputs = decoderInputs(given);
    const sizes = decoderSizes(inputs);
    const workspace = allocateWorkspace(simd, inputs, sizes);
    const outputs = simd.allocate([sizes.batch, sizes.steps, sizes.units], 'float32');

    begin(simd, inputs, sizes, workspace);
    const packed = packForward(simd, inputs, sizes);
    const words = {
      inputs,
      sizes,
      queriesPrevious,
      workspace,
      packed,
      outputs,
      ...startOf(simd, inputs, queriesPrevious),
    };
    simd.jobs.run(jobs.decoderForward, runWords(simd, words), workOf(inputs, sizes));
    releasePacked(packed);
    // It is an output and kept for the way back too.
    simd.incRef(workspace.alignments.dataId);
    const contexts = givesContexts ? [swapBatchAndTime(simd, workspace.contexts)] : [];
    const states = givesStates
      ? workspace.layers.flatMap(({ hiddens, carries }) =>
          [hiddens, carries].map((slots) => lastState(simd, slots, false)),
        )
      : [];
    return [outputs, workspace.alignments, ...contexts, ...states, ...listWorkspace(workspace)];
  },
};

/** What stands in the workspace before the first step: biases and token products in the gates, first states, an empty feed. */
const begin = (simd: SimdBackend, inputs: DecoderInputs, sizes: DecoderSizes, workspace: DecoderWorkspace): void => {
  const { batch, steps } = sizes;
  const address = (tensor: TensorInfo): number => simd.addressOf(tensor);
  inputs.layers.forEach(({ bias, kernel, hidden, carry }, l) => {
    const { gates, hiddens, carries } = workspace.layers[l] as DecoderWorkspace['layers'][number];
    const stateBytes = batch * (hidden.shape[1] as number) * 4;
    if (l === 0) {
      project(simd, inputs.tokens, workspace.tokens, kernel, bias, gates);
    } else simd.functions.repeatRow(address(bias), (bias.shape[0] as number) * 4, steps * batch, address(gates));
    copyBytes(simd, address(hidden), address(hiddens), stateBytes);
    copyBytes(simd, address(carry), address(carries), stateBytes);
  });
  if (workspace.feeds) {
    const [first, bytes] = [address(workspace.feeds), batch * sizes.units * 4];
    if (inputs.feed) copyBytes(simd, address(inputs.feed), first, bytes);
    else simd.heap.u8.fill(0, first, first + bytes);
  }
};

const packForward = (simd: SimdBackend, inputs: DecoderInputs, sizes: DecoderSizes): PackedDecoder =>
  packDecoder(inputs, sizes, (weights, first, rows) =>
    packWeights(simd, weights, rowsOf(matrixOf(simd, weights), first, rows)),
  );

const workOf = ({ layers, outputKernel, queryKernel }: DecoderInputs, { batch, steps }: DecoderSizes): number => {
  const weights = [
    ...layers.flatMap(({ kernel, recurrentKernel }) => [kernel, recurrentKernel]),
    outputKernel,
    queryKernel,
  ];
  const sizes = weights.map((tensor) => (tensor ? util.sizeFromShape(tensor.shape) : 0));
  return sharedWork(batch, steps * sizes.reduce((sum, size) => sum + size, 0));
};

/** A first state of zeros, which the zero bridge gives, needs no product. */
export const startOf = (
  simd: SimdBackend,
  { layers, feed }: DecoderInputs,
  queriesPrevious: boolean,
): { startsAtZero: boolean[]; feedStartsAtZero: boolean } => ({
  startsAtZero: layers.map(({ hidden }) => isZero(simd, hidden)),
  feedStartsAtZero: !queriesPrevious && (feed === undefined || isZero(simd, feed)),
});

const isZero = (simd: SimdBackend, tensor: TensorInfo): boolean => {
  const first = simd.addressOf(tensor) / 4;
  return simd.heap.f32.subarray(first, first + util.sizeFromShape(tensor.shape)).every((value) => value === 0);
};
