import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Packed } from '../products/pack-weights.ts';
import type { DecoderInputs, DecoderSizes, LayerInputs } from './decoder-inputs.ts';

/** Packed weights, or their transposed on the way back. */
export type PackedDecoder = Readonly<
  Record<'queryKernel', Packed> & Record<'extraKernel' | 'contextKernel' | 'hiddenKernel', Packed | undefined>
> & {
  readonly layers: readonly Readonly<{ kernel: Packed | undefined; recurrentKernel: Packed }>[];
};

/** @param pack - packs `rows` rows of weights, from `first` on */
export const packDecoder = (
  { layers, outputKernel, queryKernel }: DecoderInputs,
  { tokenSize, extraSize, memorySize, units }: DecoderSizes,
  pack: (weights: TensorInfo, first: number, rows: number) => Packed,
): PackedDecoder => {
  const whole = (weights: TensorInfo): Packed => pack(weights, 0, weights.shape[0] as number);
  return {
    extraKernel: extraSize > 0 ? pack((layers[0] as LayerInputs).kernel, tokenSize, extraSize) : undefined,
    queryKernel: whole(queryKernel),
    contextKernel: outputKernel && pack(outputKernel, 0, memorySize),
    hiddenKernel: outputKernel && pack(outputKernel, memorySize, units),
    layers: layers.map(({ kernel, recurrentKernel }, l) => ({
      kernel: l > 0 ? whole(kernel) : undefined,
      recurrentKernel: whole(recurrentKernel),
    })),
  };
};

export const releasePacked = ({ layers, ...packed }: PackedDecoder): void => {
  for (const part of Object.values(packed)) part?.release();
  for (const { kernel, recurrentKernel } of layers) {
    kernel?.release();
    recurrentKernel.release();
  }
};
