import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';

/** Decoder outputs to vocabulary scores (logits). */
export interface Readout {
  readonly vocabularySize: number;
  /**
   * @param outputs - [N, H] one row per decoder step, whatever batch and time it comes from
   * @returns [N, V] before the softmax
   */
  read(outputs: Tensor2D): Tensor2D;
}

/** One matrix: outputs · `kernel` [H, V] + `bias` [V]. */
export const linearReadout = (
  { inputSize, vocabularySize }: { readonly inputSize: number; readonly vocabularySize: number },
  parameters: ParameterScope,
): Readout => {
  const kernel = parameters.create('kernel', [inputSize, vocabularySize], glorotUniform);
  const bias = parameters.create('bias', [vocabularySize], zeros);
  return {
    vocabularySize,
    read: (outputs) => {
      checkShapes('linearReadout.read', { outputs: [outputs, `N ${inputSize}`] });
      return tf.add(tf.matMul(outputs, kernel), bias);
    },
  };
};
