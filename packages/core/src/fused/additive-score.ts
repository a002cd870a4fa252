import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { checkShapes } from '../tensor/check-shapes.ts';
import { hasKernel, runFused, runKernel } from './run-fused.ts';

const kernelName = 'Seq2SeqAdditiveScore';
const gradientKernelName = 'Seq2SeqAdditiveScoreGradient';

/**
 * v · tanh(query + key) for every position as one operation, where the current backend has it for this size; undefined where it has not.
 *
 * The kernel takes { query, keys, v } and gives [scores]; the gradient's takes `gradient0` too and gives the gradients of the three.
 *
 * @param query - [B, A] projected
 * @param keys - [B, S, A] projected
 * @param v - [A]
 * @returns [B, S]
 * @throws ShapeError if B or A differs between arguments
 */
export const additiveScore = (query: Tensor2D, keys: Tensor3D, v: Tensor1D): Tensor2D | undefined => {
  checkShapes('additiveScore', { query: [query, 'B A'], keys: [keys, 'B S A'], v: [v, 'A'] });
  // Kernels work on four values at a time.
  if (v.size % 4 !== 0 || !hasKernel(kernelName)) return undefined;
  const [scores] = runFused({
    inputs: { query, keys, v },
    forward: (inputs) => ({ outputs: runKernel(kernelName, inputs), saved: [] }),
    backward: ([gradient0], inputs) => runKernel(gradientKernelName, { ...inputs, gradient0: gradient0 as Tensor }),
  });
  return scores as Tensor2D;
};
