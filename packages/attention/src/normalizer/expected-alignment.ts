// The expectation of a reader who walks along the source and never back, without one step of the walk being taken.
import { checkShapes, type FusedInputs, runFused } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * How likely a reader stops at each position, if it starts where it stopped last and at each position stops with probability
 * p = σ(energy), else goes on: αⱼ = pⱼ Σ_{k ≤ j} previousₖ Π_{k ≤ l < j} (1 − pₗ). Where nothing is allowed, p is 0: it is passed over.
 *
 * Products are exponentials of sums of log(1 − p) = −softplus(energy), all of one sign, so nothing cancels and nothing is divided; what
 * underflows is zero. The gradient is written out, so that a training step keeps [B, S] numbers of each target step and not [B, S, S].
 *
 * @param energies - [B, S] finite
 * @param allowed - [B, S], 1 or 0
 * @param previous - [B, S] where it stopped last; sums to at most one
 * @returns [B, S], sums to no more than `previous`
 * @throws ShapeError if B or S differs
 * @see Raffel et al. 2017, equation 9 and appendix C.1, which divides where this sums
 */
export const expectedAlignment = (energies: Tensor2D, allowed: Tensor2D, previous: Tensor2D): Tensor2D => {
  checkShapes('expectedAlignment', {
    energies: [energies, 'B S'],
    allowed: [allowed, 'B S'],
    previous: [previous, 'B S'],
  });
  const [alignment] = runFused({
    inputs: { energies, previous },
    constants: { allowed },
    forward: (all) => {
      const arriving = tf.squeeze(tf.matMul(tf.expandDims(all['previous'] as Tensor2D, 1), waysOf(all)), [1]);
      return { outputs: [tf.mul(stopsOf(all), arriving)], saved: [arriving] };
    },
    backward: ([gradient], all, [arriving]) => {
      const stops = stopsOf(all);
      const worth: Tensor2D = tf.squeeze(
        tf.matMul(waysOf(all), tf.expandDims(tf.mul<Tensor2D>(gradient as Tensor2D, stops), 2)),
        [2],
      );
      // To stop at a position forgoes what it is worth to arrive at the next one.
      const gain = tf.mul(arriving as Tensor2D, tf.sub(gradient as Tensor2D, shiftLeft(worth)));
      const slopes = tf.mul(stops, tf.sigmoid(tf.neg(all['energies'] as Tensor2D)));
      return [tf.mul(slopes, gain), worth];
    },
  });
  return alignment as Tensor2D;
};

/** [B, S] p: how likely it stops, once there. */
const stopsOf = ({ energies, allowed }: FusedInputs): Tensor2D =>
  tf.mul(tf.sigmoid(energies as Tensor2D), allowed as Tensor2D);

/** [B, S, S] how likely it comes from position k to position j without stopping before; zero for j < k. */
const waysOf = ({ energies, allowed }: FusedInputs): Tensor3D => {
  const goesOn = tf.mul(tf.neg(tf.softplus(energies as Tensor2D)), allowed as Tensor2D);
  const ahead = aheadOf((energies as Tensor2D).shape[1]);
  return tf.mul(tf.exp(tf.cumsum(tf.mul(tf.expandDims(goesOn, 1), ahead), 2, true)), ahead);
};

/** [S, S] 1 in row k and column j where j ≥ k. */
const aheadOf = (S: number): Tensor2D => {
  const positions = tf.range(0, S, 1, 'float32');
  return tf.cast(tf.greaterEqual(tf.reshape(positions, [1, S]), tf.reshape(positions, [S, 1])), 'float32');
};

/** The same one position earlier, and zero at the last. */
const shiftLeft = (x: Tensor2D): Tensor2D =>
  tf.slice(
    tf.pad(x, [
      [0, 0],
      [0, 1],
    ]),
    [0, 1],
    x.shape,
  );
