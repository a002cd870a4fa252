// An encoder as a user would write one: no recurrence, weights of its own, options that are checked.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { glorotUniform, zeros } from '../../parameters/initializers.ts';
import { checkShapes } from '../../tensor/check-shapes.ts';
import { defineEncoder, type EncoderKind } from '../encoder-kind.ts';

export type ConvolutionOptions = {
  /** D */
  readonly units: number;
  /** How many neighbours on either side are seen. Default: 1. */
  readonly reach?: number;
};

/**
 * m_s = tanh([x_{s−reach}; …; x_{s+reach}] W + b), zero outside of the source; the state for the bridge is the mean of the memory.
 *
 * @see Gehring et al. 2017, A Convolutional Encoder Model for Neural Machine Translation
 */
export const convolutionEncoder: EncoderKind<ConvolutionOptions> = defineEncoder(
  ({ inputSize, summary: summaryOf }, { units, reach }, parameters) => {
    const width = 2 * reach + 1;
    const kernel = parameters.create('kernel', [width * inputSize, units], glorotUniform);
    const bias = parameters.create('bias', [units], zeros);
    const stateSizes = [{ hidden: units }];
    const summary = summaryOf({ memorySize: units, stateSizes, backwardSize: 0 });
    return {
      inputSize,
      memorySize: units,
      summarySize: summary.size,
      stateSizes,
      encode: (inputs, mask) => {
        const { B, S } = checkShapes('convolutionEncoder.encode', {
          inputs: [inputs, `B S ${inputSize}`],
          mask: [mask, 'B S'],
        });
        const real: Tensor3D = tf.expandDims(mask, 2);
        const padded = tf.pad(tf.mul(inputs, real), [
          [0, 0],
          [reach, reach],
          [0, 0],
        ]);
        const seen = Array.from({ length: width }, (_, from) => tf.slice(padded, [0, from, 0], [B, S, inputSize]));
        const flat: Tensor2D = tf.reshape(tf.concat(seen, 2), [B * S, width * inputSize]);
        const values: Tensor3D = tf.reshape(tf.tanh(tf.add(tf.matMul(flat, kernel), bias)), [B, S, units]);
        const memory = { values: tf.mul<Tensor3D>(values, real), mask };
        const finalStates = [{ hidden: tf.div<Tensor2D>(tf.sum(memory.values, 1), tf.sum(mask, 1, true)) }];
        return { memory, finalStates, summary: summary.summarize({ memory, finalStates }) };
      },
    };
  },
  {
    name: 'convolution',
    formula: 'tanh([x_{s−reach}; …; x_{s+reach}] W + b)',
    source: 'Gehring et al. 2017',
    options: {
      units: { type: 'count', about: 'D, the width of the memory' },
      reach: { type: 'count', about: 'how many neighbours on either side are seen', default: 1 },
    },
  },
);
