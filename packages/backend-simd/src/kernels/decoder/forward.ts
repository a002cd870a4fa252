import { type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { copyBytes } from '../../memory/copy-bytes.ts';
import { matrixOf, rowsOf } from '../products/matrix.ts';
import { packWeights } from '../products/pack-weights.ts';
import { project } from '../recurrence/projection.ts';
import { lastState, swapBatchAndTime, withoutTime } from '../recurrence/sequence.ts';
import { type DecoderInputs, decoderInputs, type DecoderSizes, decoderSizes } from './decoder-inputs.ts';
import { packDecoder, type PackedDecoder, releasePacked } from './packed-decoder.ts';
import { runForward } from './run-forward.ts';
import type { KnownZeros } from './run-words.ts';
import { allocateWorkspace, type DecoderWorkspace, listWorkspace } from './workspace.ts';

export type DecoderAttributes = Readonly<
  Record<'queriesPrevious' | 'givesContexts' | 'givesStates' | 'isRecorded', boolean>
>;

/**
 * A teacher-forced LSTM decoder with additive attention, all steps without leaving WebAssembly: [outputs [B, T, H], alignments [B, T, S],
 * contexts [B, T, D] if asked for, hidden and carry [B, H] of each layer after the last step if asked for, ...the workspace if recorded].
 * Without T if the tokens came without.
 */
export const attentionDecoder: KernelConfig = {
  kernelName: 'Seq2SeqAttentionDecoder',
  backendName: 'simd',
  kernelFunc: ({ inputs: given, backend, attrs }) => {
    const simd = backend as SimdBackend;
    const { queriesPrevious, givesContexts, givesStates, isRecorded } = attrs as unknown as DecoderAttributes;
    const inputs = decoderInputs(given);
    const sizes = decoderSizes(inputs);
    const scratch = isRecorded ? undefined : simd.takeScratch();
    const workspace = allocateWorkspace(simd, inputs, sizes, scratch);
    const outputs = simd.allocate([sizes.batch, sizes.steps, sizes.units], 'float32');
    const results = (tensors: TensorInfo[]): TensorInfo[] => (sizes.isStep ? tensors.map(withoutTime) : tensors);

    begin(simd, inputs, sizes, workspace);
    const packed = packForward(simd, inputs, sizes);
    const zeros = zerosBefore(simd, inputs, queriesPrevious);
    runForward(simd, { inputs, sizes, queriesPrevious, workspace, packed, outputs, zeros });
    releasePacked(packed);
    const contexts = givesContexts ? [swapBatchAndTime(simd, workspace.contexts)] : [];
    const states = givesStates
      ? workspace.layers.flatMap(({ hiddens, carries }) =>
          [hiddens, carries].map((slots) => lastState(simd, slots, false)),
        )
      : [];
    const found = [...results([outputs, workspace.alignments, ...contexts]), ...states];
    if (scratch) {
      scratch.release();
      for (const { dataId } of [workspace.tokens, workspace.contexts]) simd.disposeData(dataId);
      return found;
    }
    // They are an output, and kept for the way back too.
    const { alignments } = workspace;
    return [...found, ...listWorkspace({ ...workspace, alignments: simd.share(alignments, alignments.shape) })];
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

/** A first state of zeros, which the zero bridge gives, needs no product. */
const zerosBefore = (simd: SimdBackend, { layers, feed }: DecoderInputs, queriesPrevious: boolean): KnownZeros => ({
  states: layers.map(({ hidden }) => isZero(simd, hidden)),
  feed: !queriesPrevious && (feed === undefined || isZero(simd, feed)),
});

const isZero = (simd: SimdBackend, tensor: TensorInfo): boolean => {
  const first = simd.addressOf(tensor) / 4;
  return simd.heap.f32.subarray(first, first + util.sizeFromShape(tensor.shape)).every((value) => value === 0);
};
