// Whether a decoder's parts are those that one operation can do all steps of, and what they must hand over for it.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Attention, PreparedMemory } from '../attention/attention.ts';
import type { Cell } from '../cell/cell.ts';
import type { LstmState } from '../cell/lstm-cell.ts';
import type { StackedState } from '../cell/stacked-cell.ts';
import {
  attentionDecoder,
  type AttentionDecoderResult,
  type FusedDecoderLayer,
  hasAttentionDecoder,
} from '../fused/attention-decoder.ts';
import type { Mode } from '../random/mode.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { dropoutFactors } from '../tensor/dropout.ts';
import type { TensorTree } from '../tensor/tensor-tree.ts';
import type { DecoderStep, UnrolledDecoder } from './decoder.ts';

/** What a decoder hands over for one step or all. */
type AttentionParts = {
  /** E: the width of the embedded target token. */
  readonly inputSize: number;
  readonly cell: Cell<StackedState>;
  readonly attention: Attention;
  /** [D + H, H] Luong's; absent in Bahdanau's decoder. */
  readonly outputKernel?: Tensor2D;
  readonly stack: StackedState;
  /** [B, H] the last output, where it is fed back. */
  readonly feed?: Tensor2D;
  readonly prepared: PreparedMemory;
  readonly mode: Mode;
};

export type AttentionSequence = AttentionParts & {
  /** [B, T, E] */
  readonly inputs: Tensor3D;
  readonly givesContexts: boolean;
};

/** All steps as one operation if the cells are LSTMs, the attention additive and global, and the current backend can; else undefined. */
export const unrollAttention = (sequence: AttentionSequence): UnrolledDecoder | undefined =>
  runAttention({ ...sequence, givesStates: false }) as UnrolledDecoder | undefined;

export type AttentionStep = AttentionParts & {
  /** [B, E] */
  readonly input: Tensor2D;
};

/** One step as one operation under the same conditions: output [B, H], context [B, D], alignment [B, S] and the state after it. */
export const stepAttention = ({
  input,
  ...parts
}: AttentionStep): (Omit<DecoderStep<TensorTree>, 'state'> & { readonly stack: StackedState }) | undefined => {
  const result = runAttention({ ...parts, inputs: input, givesContexts: true, givesStates: true });
  if (!result) return undefined;
  return {
    output: result.outputs as Tensor2D,
    context: result.contexts as Tensor2D,
    alignment: result.alignments as Tensor2D,
    stack: { layers: result.states as readonly LstmState[] },
  };
};

const runAttention = (
  sequence: Omit<AttentionSequence, 'inputs'> & {
    /** All steps or one. */
    readonly inputs: Tensor3D | Tensor2D;
    readonly givesStates: boolean;
  },
): AttentionDecoderResult | undefined => {
  const { inputSize, cell, attention, outputKernel, inputs, stack, prepared, mode, feed } = sequence;
  const { givesContexts, givesStates } = sequence;
  const { additive, memorySize } = attention;
  const cells = cell.stack;
  const isStep = inputs.rank === 2;
  const batch = inputs.shape[0];
  const steps = isStep ? 1 : inputs.shape[1];
  if (!additive || !cells?.every(({ lstm }) => lstm !== undefined) || steps === 0) return undefined;
  const keys = prepared.keys as Tensor3D;
  const extraSize = cell.inputSize - inputSize;
  const widths = [memorySize, keys.shape[2], extraSize, ...cells.map((one) => one.outputSize)];
  if (!hasAttentionDecoder(widths)) return undefined;

  checkShapes('unrollAttention', {
    inputs: [inputs, isStep ? `B ${inputSize}` : `B T ${inputSize}`],
    values: [prepared.values, `B S ${memorySize}`],
    mask: [prepared.mask, 'B S'],
    keys: [keys, 'B S A'],
    queryKernel: [additive.queryKernel, `${cell.outputSize} A`],
    v: [additive.v, 'A'],
    ...(feed && { feed: [feed, `B ${cell.outputSize}`] }),
  });
  const dropped = dropSteps(cells, { batch, steps, tokenSize: inputSize }, mode);
  const layers = cells.map(({ lstm, outputSize }, l): FusedDecoderLayer => {
    const { hidden, carry } = stack.layers[l] as LstmState;
    checkShapes('unrollAttention', {
      inputs: [inputs, isStep ? 'B E' : 'B T E'],
      [`hidden of layer ${l}`]: [hidden, `B ${outputSize}`],
      [`carry of layer ${l}`]: [carry, `B ${outputSize}`],
    });
    const dropout = l > 0 ? dropped.inputs[l] : undefined;
    return { ...(lstm as NonNullable<typeof lstm>), hidden, carry, ...(dropout && { dropout }) };
  });
  return attentionDecoder({
    tokens: dropped.tokens ? tf.mul(inputs, isStep ? tf.squeeze(dropped.tokens, [1]) : dropped.tokens) : inputs,
    layers,
    ...(dropped.inputs[0] && { extraDropout: dropped.inputs[0] }),
    values: prepared.values,
    mask: prepared.mask,
    keys,
    ...additive,
    ...(outputKernel && { outputKernel }),
    ...(feed && extraSize > 0 && { feed }),
    givesContexts,
    givesStates,
  });
};

type DroppedSteps = {
  /** [B, T, E] factors of the tokens. */
  readonly tokens: Tensor | undefined;
  /** For each layer [T, B, I] factors of its input; those of the lowest without the tokens. */
  readonly inputs: readonly (Tensor3D | undefined)[];
};

/** Draws as the steps would one after the other, so that the same seed loses the same values however a decoder is unrolled. */
const dropSteps = (
  cells: readonly Cell[],
  { batch, steps, tokenSize }: Readonly<Record<'batch' | 'steps' | 'tokenSize', number>>,
  mode: Mode,
): DroppedSteps => {
  if (!mode.training || cells.every(({ dropout = 0 }) => dropout === 0)) return { tokens: undefined, inputs: [] };
  const perStep = Array.from({ length: steps }, () =>
    cells.map(({ inputSize, dropout = 0 }) =>
      dropout > 0
        ? tf.tensor2d(dropoutFactors(batch * inputSize, dropout, mode.random), [batch, inputSize])
        : undefined,
    ),
  );
  const inputs = cells.map((_, l): Tensor3D | undefined => {
    const factors = perStep.map((layers) => layers[l]).filter((tensor) => tensor !== undefined);
    return factors.length > 0 ? (tf.stack(factors) as Tensor3D) : undefined;
  });
  const [lowest, ...upper] = inputs;
  if (!lowest) return { tokens: undefined, inputs };
  const extraSize = lowest.shape[2] - tokenSize;
  const [tokens, extra] = tf.split(lowest, [tokenSize, extraSize], 2) as [Tensor3D, Tensor3D];
  return { tokens: tf.transpose(tokens, [1, 0, 2]), inputs: [extraSize > 0 ? extra : undefined, ...upper] };
};
