import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import type { DecoderInputs, DecoderSizes } from './decoder-inputs.ts';
import type { PackedDecoder } from './packed-decoder.ts';
import type { DecoderWorkspace } from './workspace.ts';

/** What only the way back has. */
export type DecoderGradients = Readonly<
  Record<
    'outputGradients' | 'alignmentGradients' | 'dQueries' | 'dKeys' | 'dValues' | 'dV' | 'dContext' | 'dScores',
    TensorInfo
  > &
    Record<'contextGradients' | 'dOutputs' | 'dFeed', TensorInfo | undefined>
> & {
  readonly layers: readonly (Readonly<Record<'dGates' | 'dHidden' | 'dCarry', TensorInfo>> & {
    readonly dInput: TensorInfo | undefined;
  })[];
};

/** What is known to be zero before the first step: the hidden of each layer, and what is fed back. */
export type KnownZeros = { readonly states: readonly boolean[]; readonly feed: boolean };

export type DecoderRun = {
  readonly inputs: DecoderInputs;
  readonly sizes: DecoderSizes;
  readonly queriesPrevious: boolean;
  readonly workspace: DecoderWorkspace;
  readonly packed: PackedDecoder;
  /** [B, T, H], forward only. */
  readonly outputs?: TensorInfo;
  /** Forward only. */
  readonly zeros?: KnownZeros;
  readonly gradients?: DecoderGradients;
};

/** The job's arguments, in the order of assembly/decoder/run.ts, for its first step and layer. */
export const runWords = (simd: SimdBackend, run: DecoderRun): number[] => {
  const { inputs, sizes, workspace, packed, zeros, gradients } = run;
  const at = (tensor: TensorInfo | undefined): number => (tensor ? simd.addressOf(tensor) : 0);
  const layers = inputs.layers.flatMap((layer, l) => {
    const kept = workspace.layers[l];
    const back = gradients?.layers[l];
    return [
      layer.hidden.shape[1] as number,
      l === 0 ? 0 : (layer.kernel.shape[0] as number),
      ...[packed.layers[l]?.kernel?.address ?? 0, packed.layers[l]?.recurrentKernel.address ?? 0],
      ...[at(kept?.gates), at(kept?.hiddens), at(kept?.carries), at(layer.dropout), at(kept?.inputs)],
      zeros?.states[l] ? 1 : 0,
      ...[at(back?.dGates), at(back?.dHidden), at(back?.dCarry), at(back?.dInput)],
    ];
  });
  return [
    ...[0, 0],
    ...[sizes.batch, sizes.steps, sizes.positions, sizes.memorySize, sizes.scoreSize, sizes.units],
    ...[inputs.layers.length, sizes.extraSize, run.queriesPrevious ? 1 : 0, zeros?.feed ? 1 : 0],
    ...[at(inputs.mask), at(inputs.values), at(inputs.keys), at(inputs.v)],
    ...[packed.extraKernel, packed.queryKernel, packed.contextKernel, packed.hiddenKernel].map(
      (part) => part?.address ?? 0,
    ),
    ...[at(workspace.queries), at(workspace.alignments), at(workspace.contexts), at(workspace.feeds)],
    ...[at(inputs.extraDropout), at(workspace.extras), at(run.outputs)],
    ...[at(gradients?.outputGradients), at(gradients?.alignmentGradients), at(gradients?.contextGradients)],
    ...[at(gradients?.dOutputs), at(gradients?.dQueries), at(gradients?.dKeys), at(gradients?.dValues)],
    ...[at(gradients?.dV), at(gradients?.dFeed), at(gradients?.dContext), at(gradients?.dScores)],
    ...[simd.jobs.scratch, simd.jobs.scratchBytes],
    ...layers,
  ];
};
