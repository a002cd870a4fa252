// Gradients longer than a limit, all together, are shortened to it: one factor for all of them. The direction is kept, and one exploding
// batch cannot throw the weights away. Pascanu, Mikolov, Bengio 2013, algorithm 1.
//
// The norm is a tensor, to be read together with the loss; the factor is a number that the optimizer multiplies each gradient by as it
// reads it, so no shortened copy is made.
import { hasKernel, runKernel } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import type { NamedTensors } from './optimizer.ts';

/** A kernel that a backend may register: { tensor0, tensor1, … } to [the sum of the squares of all their values]. */
const fusedKernel = 'Seq2SeqSquaredNorm';

/**
 * The length of all gradients as one vector.
 *
 * @returns [] a new tensor
 */
export const globalNorm = (gradients: NamedTensors): Scalar =>
  tf.tidy(() => {
    const tensors = [...gradients.values()];
    if (hasKernel(fusedKernel)) {
      const [squares] = runKernel(fusedKernel, Object.fromEntries(tensors.map((tensor, i) => [`tensor${i}`, tensor])));
      return tf.sqrt(squares as Scalar);
    }
    return tf.sqrt(tf.addN(tensors.map((gradient) => tf.sum<Scalar>(tf.square(gradient)))));
  });

/**
 * What to multiply all gradients by so that their norm is at most `maximumNorm`; 1, which changes nothing, for shorter ones.
 *
 * @param norm - `globalNorm` of the gradients, read
 */
export const clipFactor = (norm: number, maximumNorm: number = Infinity): number =>
  norm > maximumNorm ? maximumNorm / norm : 1;
