import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { checkShapes } from '../tensor/check-shapes.ts';
import { hasKernel, numbered, runFused, runKernel } from './run-fused.ts';

/** Kernels that a backend may register: a product on top of a bias, and back. */
const affineKernel = 'Seq2SeqAffine';
const affineGradientKernel = 'Seq2SeqAffineGradient';

/**
 * x W + b, as one operation where the current backend has it: a vocabulary's scores are too many to go over them once more for the bias.
 *
 * The kernel takes { x, kernel, bias } and gives [sums]; the gradient's takes `gradient0` too and gives the gradients of the three.
 *
 * @param x - [N, I]
 * @param kernel - [I, O]
 * @param bias - [O]
 * @returns [N, O]
 * @throws ShapeError if I or O differs between arguments
 */
export const affine = (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D): Tensor2D => {
  checkShapes('affine', { x: [x, 'N I'], kernel: [kernel, 'I O'], bias: [bias, 'O'] });
  // Kernels work on four values at a time where they add up the bias's gradient.
  const isGood = bias.size % 4 === 0 || !tf.engine().isTapeOn();
  if (!isGood || !hasKernel(affineKernel)) return tf.add(tf.matMul(x, kernel), bias);
  const [sums] = runFused({
    inputs: { x, kernel, bias },
    forward: (inputs) => ({ outputs: runKernel(affineKernel, inputs), saved: [] }),
    backward: (gradients, inputs) => runKernel(affineGradientKernel, { ...inputs, ...numbered('gradient', gradients) }),
  });
  return sums as Tensor2D;
};
