import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { type SequenceSource, sourceWidth } from '../recurrence/projection.ts';

/** What @seq2seq/core gives the decoder's kernels; see its fused/attention-decoder.ts for the shapes. */
export type DecoderInputs = Readonly<Record<'values' | 'mask' | 'keys' | 'queryKernel' | 'v', TensorInfo>> & {
  readonly tokens: SequenceSource;
  readonly outputKernel: TensorInfo | undefined;
  /** What is fed back at first; zeros if absent. */
  readonly feed: TensorInfo | undefined;
  readonly extraDropout: TensorInfo | undefined;
  readonly layers: readonly LayerInputs[];
};

export type LayerInputs = Readonly<
  Record<'kernel' | 'recurrentKernel' | 'bias' | 'hidden' | 'carry', TensorInfo> & {
    dropout: TensorInfo | undefined;
  }
>;

export type DecoderSizes = {
  /** Whether the tokens are those of one step, and no axis of time is wanted. */
  readonly isStep: boolean;
  readonly batch: number;
  readonly steps: number;
  /** E */
  readonly tokenSize: number;
  readonly positions: number;
  readonly memorySize: number;
  readonly scoreSize: number;
  /** H of the top layer. */
  readonly units: number;
  /** F */
  readonly extraSize: number;
};

/** Weights of a layer have its number behind their name, as kernels take flat names only. */
export const decoderInputs = (given: NamedTensorInfoMap): DecoderInputs => {
  const named = given as Readonly<Record<string, TensorInfo>>;
  const layers: LayerInputs[] = [];
  for (let l = 0; named[`kernel${l}`]; l++) {
    const of = (name: string): TensorInfo => named[`${name}${l}`] as TensorInfo;
    layers.push({
      kernel: of('kernel'),
      recurrentKernel: of('recurrentKernel'),
      bias: of('bias'),
      hidden: of('hidden'),
      carry: of('carry'),
      dropout: named[`dropout${l}`],
    });
  }
  return { ...(named as unknown as DecoderInputs), tokens: named, layers };
};

export const decoderSizes = ({ tokens, values, keys, layers }: DecoderInputs): DecoderSizes => {
  const { shape } = (tokens.ids ?? tokens.inputs) as TensorInfo;
  // Of one step there is no axis of time.
  const isStep = shape.length === (tokens.ids ? 1 : 2);
  const [batch, steps] = isStep ? [shape[0] as number, 1] : (shape as [number, number]);
  const tokenSize = sourceWidth(tokens);
  const [, positions, memorySize] = values.shape as [number, number, number];
  return {
    isStep,
    batch,
    steps,
    tokenSize,
    positions,
    memorySize,
    scoreSize: keys.shape[2] as number,
    units: (layers.at(-1) as LayerInputs).hidden.shape[1] as number,
    extraSize: ((layers[0] as LayerInputs).kernel.shape[0] as number) - tokenSize,
  };
};
