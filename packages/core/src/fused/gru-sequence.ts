import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { hasKernel, numbered, runFused, runKernel } from './run-fused.ts';
import { sequenceSource } from './sequence-source.ts';

/** Kernels that a backend may register: a GRU over a whole sequence, and back. */
const gruSequenceKernel = 'Seq2SeqGruSequence';
const gruSequenceGradientKernel = 'Seq2SeqGruSequenceGradient';

export type GruSequence = {
  /** [B, S, E] */
  readonly inputs: Tensor3D;
  /** [B, S], 1 real, 0 padding */
  readonly mask: Tensor2D;
  /** [E, 3·H] */
  readonly kernel: Tensor2D;
  /** [H, 3·H] */
  readonly recurrentKernel: Tensor2D;
  /** [3·H] */
  readonly bias: Tensor1D;
  /** [3·H]; with it the reset gate acts after the recurrent product, without it before. */
  readonly recurrentBias: Tensor1D | undefined;
  /** [B, H] the state before the first step */
  readonly hidden: Tensor2D;
  readonly reverse: boolean;
};

/** outputs [B, S, H], zero at padding; the state after each row's last real step, [B, H]. */
export type GruSequenceResult = { readonly outputs: Tensor3D; readonly hidden: Tensor2D };

/**
 * A GRU over a sequence as one operation, where the current backend has it for this size; undefined where it has not.
 *
 * The kernel takes { inputs, mask, kernel, recurrentKernel, bias, hidden }, with `table` and `ids` in place of the inputs where tokens of a
 * small vocabulary were embedded, and `recurrentBias` where there is one. It gives [outputs, hidden, ...what its gradient needs].
 *
 * The gradient's kernel takes the same, what was kept for it as `saved0` …, and the gradients of outputs and hidden as `gradient0` and
 * `gradient1`. It gives the gradients of inputs or table, kernel, recurrentKernel, bias, recurrentBias if there is one, and hidden.
 *
 * Both take the attribute `reverse`.
 */
export const gruSequence = (sequence: GruSequence): GruSequenceResult | undefined => {
  const { reverse, mask, inputs, kernel, recurrentKernel, bias, recurrentBias, hidden } = sequence;
  if (!isFused(hidden)) return undefined;
  const source = sequenceSource(inputs);
  const [outputs, last] = runFused({
    inputs: { ...source.inputs, kernel, recurrentKernel, bias, ...(recurrentBias && { recurrentBias }), hidden },
    constants: { mask, ...source.constants },
    forward: (all) => {
      const [first, second, ...saved] = runKernel(gruSequenceKernel, all, { reverse });
      return { outputs: [first, second] as Tensor[], saved };
    },
    backward: (gradients, all, saved) =>
      runKernel(
        gruSequenceGradientKernel,
        { ...all, ...numbered('saved', saved), ...numbered('gradient', gradients) },
        { reverse },
      ),
  });
  return { outputs: outputs as Tensor3D, hidden: last as Tensor2D };
};

/** One step, which is a sequence of one; [B, H], or undefined where the current backend cannot. */
export const gruStep = ({
  input,
  ...rest
}: Omit<GruSequence, 'inputs' | 'mask' | 'reverse'> & { /** [B, E] */ readonly input: Tensor2D }):
  | Tensor2D
  | undefined => {
  if (!isFused(rest.hidden)) return undefined;
  const mask: Tensor2D = tf.ones([input.shape[0], 1]);
  return gruSequence({ inputs: tf.expandDims(input, 1), mask, ...rest, reverse: false })?.hidden;
};

/** Kernels work on four values at a time. */
const isFused = (hidden: Tensor2D): boolean => hidden.shape[1] % 4 === 0 && hasKernel(gruSequenceKernel);
