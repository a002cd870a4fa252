import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import type { Scratch } from '../../memory/scratch.ts';
import { sourceTensor } from '../recurrence/projection.ts';
import { swapBatchAndTime, withTime } from '../recurrence/sequence.ts';
import type { DecoderInputs, DecoderSizes } from './decoder-inputs.ts';

/** What the way there leaves for the way back, time first; assembly/decoder/run.ts says what stands where. */
export type DecoderWorkspace = {
  /** Vectors or ids of the target, time first. */
  readonly tokens: TensorInfo;
  readonly queries: TensorInfo;
  readonly contexts: TensorInfo;
  readonly alignments: TensorInfo;
  readonly feeds: TensorInfo | undefined;
  readonly extras: TensorInfo | undefined;
  readonly layers: readonly LayerWorkspace[];
};

export type LayerWorkspace = {
  readonly gates: TensorInfo;
  readonly hiddens: TensorInfo;
  readonly carries: TensorInfo;
  readonly inputs: TensorInfo | undefined;
};

/** Makes every part of a workspace by what `part` gives for its shape, or `result` if it may be one, always in the same order. */
const workspace = (
  { outputKernel, extraDropout, layers }: DecoderInputs,
  sizes: DecoderSizes,
  tokens: TensorInfo,
  part: (shape: readonly number[]) => TensorInfo,
  result = part,
): DecoderWorkspace => {
  const { batch, steps, units } = sizes;
  return {
    tokens,
    queries: part([steps, batch, sizes.scoreSize]),
    contexts: result([steps, batch, sizes.memorySize]),
    alignments: result([batch, steps, sizes.positions]),
    feeds: outputKernel && part([steps + 1, batch, units]),
    extras: extraDropout && part([steps, batch, sizes.extraSize]),
    layers: layers.map(({ hidden, kernel, dropout }) => {
      const width = hidden.shape[1] as number;
      return {
        gates: part([steps, batch, 4 * width]),
        hiddens: part([steps + 1, batch, width]),
        carries: part([steps + 1, batch, width]),
        inputs: dropout && part([steps, batch, kernel.shape[0] as number]),
      };
    }),
  };
};

/** @param scratch - takes what is no result, if nobody will go back */
export const allocateWorkspace = (
  simd: SimdBackend,
  inputs: DecoderInputs,
  sizes: DecoderSizes,
  scratch: Scratch | undefined,
): DecoderWorkspace => {
  const tensor = (shape: readonly number[]): TensorInfo => simd.allocate(shape, 'float32');
  const part = scratch ? (shape: readonly number[]) => scratch.take(shape) : tensor;
  return workspace(inputs, sizes, tokensOf(simd, inputs, sizes), part, tensor);
};

const tokensOf = (simd: SimdBackend, { tokens }: DecoderInputs, { isStep }: DecoderSizes): TensorInfo => {
  const source = sourceTensor(tokens);
  return swapBatchAndTime(simd, isStep ? withTime(source) : source);
};

/** The same workspace from its tensors in their order. */
export const savedWorkspace = (
  saved: readonly TensorInfo[],
  inputs: DecoderInputs,
  sizes: DecoderSizes,
): DecoderWorkspace => {
  const rest = saved.values();
  const next = (): TensorInfo => rest.next().value as TensorInfo;
  return workspace(inputs, sizes, next(), next);
};

/** All tensors of a workspace in their order. */
export const listWorkspace = ({ layers, ...parts }: DecoderWorkspace): TensorInfo[] =>
  [...Object.values(parts), ...layers.flatMap((layer) => Object.values(layer))].filter((part) => part !== undefined);
