import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { checkShapes } from '../tensor/check-shapes.ts';
import { hasKernel, runFused, runKernel } from './run-fused.ts';

const kernelName = 'Seq2SeqAttend';
const gradientKernelName = 'Seq2SeqAttendGradient';

/**
 * Masked softmax and weighted sum as one operation, where the current backend has it; undefined where it has not.
 *
 * The kernel takes { scores, allowed, values } and gives [weights, context]; the gradient's takes { weights, values, gradient0 of the
 * weights, gradient1 of the context } and gives the gradients of scores and values. Nothing goes back to `allowed`.
 *
 * @param scores - [B, S] any real number
 * @param allowed - [B, S], 1 where one may look, 0 elsewhere: the weight is 0 there, and neither score nor value matters
 * @param values - [B, S, D]
 * @returns weights [B, S], which sum to one, or are zeros in a row with nothing allowed; context [B, D]
 * @throws ShapeError if B or S differs between arguments
 */
export const attend = (
  scores: Tensor2D,
  allowed: Tensor2D,
  values: Tensor3D,
): { readonly weights: Tensor2D; readonly context: Tensor2D } | undefined => {
  checkShapes('attend', { scores: [scores, 'B S'], allowed: [allowed, 'B S'], values: [values, 'B S D'] });
  const areFloats = [scores, allowed, values].every(({ dtype }) => dtype === 'float32');
  if (!areFloats || !hasKernel(kernelName)) return undefined;
  const [weights, context] = runFused({
    inputs: { scores, values },
    constants: { allowed },
    forward: (inputs) => {
      const [first, second] = runKernel(kernelName, inputs) as [Tensor, Tensor];
      return { outputs: [first, second], saved: [first] };
    },
    backward: ([gradient0, gradient1], inputs, [saved]) =>
      runKernel(gradientKernelName, {
        weights: saved as Tensor,
        values: inputs['values'] as Tensor,
        gradient0: gradient0 as Tensor,
        gradient1: gradient1 as Tensor,
      }),
  });
  return { weights: weights as Tensor2D, context: context as Tensor2D };
};
