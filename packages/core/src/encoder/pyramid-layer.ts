import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { asFloat } from '../tensor/as-float.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { RecurrentLayer } from './recurrent-layer.ts';

/**
 * A layer of a pyramid: it reads `reduction` neighbouring inputs as one, [x_rs; …; x_rs+r−1], so time becomes shorter by that factor.
 * What is missing at the end of a sequence is zero, and a joined position is real if any of its parts is.
 *
 * @param layer - reads `reduction` times what stands below
 * @throws ConfigError if `reduction` is not a whole number above 1 or does not divide what the layer reads
 * @see Chan, Jaitly, Le, Vinyals 2016, equation 5
 */
export const pyramidLayer = (layer: RecurrentLayer, reduction: number): RecurrentLayer => {
  checkReduction(reduction);
  const inputSize = layer.inputSize / reduction;
  if (!Number.isInteger(inputSize)) {
    throw new ConfigError(
      `pyramid layer: it joins ${reduction} neighbours but reads ${layer.inputSize} values, which ${reduction} does not divide; build the ` +
        'layer to read that many times the width below it.',
      'encoder.reduction',
    );
  }
  return {
    ...layer,
    inputSize,
    reduction: reduction * (layer.reduction ?? 1),
    run: (inputs, mask, mode) => {
      checkShapes('pyramidLayer.run', { inputs: [inputs, `B S ${inputSize}`], mask: [mask, 'B S'] });
      const joinedMask = joinMask(mask, reduction);
      const joined = joinNeighbours(tf.mul(inputs, tf.expandDims(mask, 2)), reduction);
      return { mask: joinedMask, ...layer.run(joined, joinedMask, mode) };
    },
  };
};

/** @throws ConfigError if it is not a whole number above 1 */
export const checkReduction = (reduction: number): void => {
  if (Number.isSafeInteger(reduction) && reduction > 1) return;
  throw new ConfigError(
    `pyramid layer: reduction is ${String(reduction)}, but to join is to make one of two or more; give a whole number above 1.`,
    'encoder.reduction',
  );
};

/** [B, S, D] to [B, ⌈S / reduction⌉, reduction · D]. */
const joinNeighbours = (values: Tensor3D, reduction: number): Tensor3D => {
  const [B, S, D] = values.shape;
  const missing = missingOf(S, reduction);
  const whole =
    missing === 0
      ? values
      : tf.pad(values, [
          [0, 0],
          [0, missing],
          [0, 0],
        ]);
  return tf.reshape(whole, [B, (S + missing) / reduction, reduction * D]);
};

/** [B, S] to [B, ⌈S / reduction⌉]. */
const joinMask = (mask: Tensor2D, reduction: number): Tensor2D => {
  const [B, S] = mask.shape;
  const missing = missingOf(S, reduction);
  const whole =
    missing === 0
      ? asFloat(mask)
      : tf.pad(asFloat(mask), [
          [0, 0],
          [0, missing],
        ]);
  return tf.max(tf.reshape(whole, [B, (S + missing) / reduction, reduction]), 2);
};

/** How many positions the last group lacks. */
const missingOf = (length: number, reduction: number): number => (reduction - (length % reduction)) % reduction;
