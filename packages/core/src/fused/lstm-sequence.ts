import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { hasKernel, numbered, runFused, runKernel } from './run-fused.ts';
import { sequenceSource } from './sequence-source.ts';

/** Kernels that a backend may register: an LSTM over a whole sequence, and back. */
const lstmSequenceKernel = 'Seq2SeqLstmSequence';
const lstmSequenceGradientKernel = 'Seq2SeqLstmSequenceGradient';

export type LstmSequence = {
  /** [B, S, E] */
  readonly inputs: Tensor3D;
  /** [B, S], 1 real, 0 padding */
  readonly mask: Tensor2D;
  /** [E, 4·H] */
  readonly kernel: Tensor2D;
  /** [H, 4·H] */
  readonly recurrentKernel: Tensor2D;
  /** [4·H] */
  readonly bias: Tensor1D;
  /** [B, H] the state before the first step */
  readonly hidden: Tensor2D;
  readonly carry: Tensor2D;
  readonly reverse: boolean;
};

/** outputs [B, S, H], zero at padding; the state after each row's last real step, [B, H] each. */
export type LstmSequenceResult = { readonly outputs: Tensor3D; readonly hidden: Tensor2D; readonly carry: Tensor2D };

/**
 * An LSTM over a sequence as one operation, where the current backend has it for this size; undefined where it has not.
 *
 * The kernel takes { inputs, mask, kernel, recurrentKernel, bias, hidden, carry }, with `table` and `ids` in place of the inputs where
 * tokens of a small vocabulary were embedded. It gives [outputs, hidden, carry, ...what its gradient needs].
 *
 * The gradient's kernel takes the same, what was kept for it as `saved0` …, and the gradients of outputs, hidden and carry as `gradient0`
 * to `gradient2`. It gives the gradients of inputs or table, kernel, recurrentKernel, bias, hidden and carry.
 *
 * Both take the attribute `reverse`.
 */
export const lstmSequence = (sequence: LstmSequence): LstmSequenceResult | undefined => {
  const { reverse, mask, inputs, ...differentiable } = sequence;
  if (!isFused(sequence.hidden)) return undefined;
  const source = sequenceSource(inputs);
  const [outputs, hidden, carry] = runFused({
    inputs: { ...source.inputs, ...differentiable },
    constants: { mask, ...source.constants },
    forward: (all) => {
      const [first, second, third, ...saved] = runKernel(lstmSequenceKernel, all, { reverse });
      return { outputs: [first, second, third] as Tensor[], saved };
    },
    backward: (gradients, all, saved) =>
      runKernel(
        lstmSequenceGradientKernel,
        { ...all, ...numbered('saved', saved), ...numbered('gradient', gradients) },
        { reverse },
      ),
  });
  return { outputs: outputs as Tensor3D, hidden: hidden as Tensor2D, carry: carry as Tensor2D };
};

/** One step, which is a sequence of one; undefined where the current backend cannot. */
export const lstmStep = ({
  input,
  ...rest
}: Omit<LstmSequence, 'inputs' | 'mask' | 'reverse'> & { /** [B, E] */ readonly input: Tensor2D }):
  | Pick<LstmSequenceResult, 'hidden' | 'carry'>
  | undefined => {
  if (!isFused(rest.hidden)) return undefined;
  const mask: Tensor2D = tf.ones([input.shape[0], 1]);
  const result = lstmSequence({ inputs: tf.expandDims(input, 1), mask, ...rest, reverse: false });
  return result && { hidden: result.hidden, carry: result.carry };
};

/** Kernels work on four values at a time. */
const isFused = (hidden: Tensor2D): boolean => hidden.shape[1] % 4 === 0 && hasKernel(lstmSequenceKernel);
