import { checkShapes, ConfigError, constant, type Mode, type Random } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { AttentionHistory } from '../history.ts';
import { expectedAlignment } from './expected-alignment.ts';
import { hardAlignment } from './hard-alignment.ts';
import { defineNormalizer, type NormalizerKind } from './normalizer.ts';

export type MonotonicNormalizerOptions = {
  /**
   * The first value of r. A reader whose p is σ(r) everywhere moves on by exp(−r) positions a step: 0, one position, suits a source about
   * as long as its target; − ln(S / T) one that is longer, such as speech. Default: 0.
   */
  readonly bias?: number;
  /** The deviation of the noise that makes p learn to be near 0 or 1. Default: 1. */
  readonly noise?: number;
  /** What happens outside training: one position has all the weight, or weights stay what is expected. Default: `hard`. */
  readonly test?: 'hard' | 'expected';
};

/**
 * Attention that never goes back: a reader starts at the position of the last step and at each stops with probability
 * p = σ(score + r + noise), else goes on. In training, weights are the expectation, α_t,j = p_j Σ_{k ≤ j} α_{t−1,k} Π_{k ≤ l < j} (1 − p_l),
 * and Gaussian noise drives p away from 1/2. At test it stops at the first position from the last one on with p > 1/2.
 *
 * It may go past the end: weights sum to at most one, and where a step at test finds nothing, they are zeros, then and from then on. Before
 * the first step it stands at the first position. What a window hides is passed over; what it fades is lost to later steps.
 *
 * Weight: `bias` r [].
 *
 * @throws ConfigError if `noise` is below 0 or `test` is something else
 * @see Raffel, Luong, Liu, Weiss, Eck 2017, sections 2.2 to 2.5
 */
export const monotonicNormalizer: NormalizerKind<MonotonicNormalizerOptions> = defineNormalizer(
  (_sizes, { bias, noise, test }, parameters) => {
    if (noise < 0) {
      throw new ConfigError(
        `monotonic normalizer: noise is ${noise}; give a deviation of 0 or more.`,
        'attention.normalizer.noise',
      );
    }
    const r = parameters.create('bias', [], constant(bias));
    return (scores, allowed, { history, mode }) => {
      const energies = tf.add<Tensor2D>(scores, r);
      const noisy = mode.training && noise > 0 ? addNoise(energies, noise, mode.random) : energies;
      // What stands at a hidden place does not matter, finite or not.
      const visible: Tensor2D = tf.where(tf.cast(allowed, 'bool'), noisy, tf.zerosLike(noisy));
      return alignmentOf(mode, test)(visible, allowed, standing(history));
    };
  },
  {
    name: 'monotonic',
    formula: 'α_t,j = p_j Σ_{k ≤ j} α_{t−1,k} Π_{k ≤ l < j} (1 − p_l), p = σ(e + r); at test the first p > 1/2',
    source: 'Raffel et al. 2017, equation 9',
    options: {
      bias: { type: 'number', about: 'first value of r: a step moves on by exp(−r) positions', default: 0 },
      noise: { type: 'number', about: 'deviation of the noise on scores while training', default: 1 },
      test: { type: 'name', names: ['hard', 'expected'], about: 'what weights are outside training', default: 'hard' },
    },
  },
);

const alignmentOf = (mode: Mode, test: 'hard' | 'expected'): typeof expectedAlignment =>
  mode.training || test === 'expected' ? expectedAlignment : hardAlignment;

/** [B, S] where the reader stands: the weights of the last step, which are zero before the first, and then the first position. */
const standing = ({ position, previous }: AttentionHistory): Tensor2D => {
  const { S } = checkShapes('monotonicNormalizer', { position: [position, 'B 1'], previous: [previous, 'B S'] });
  const first = tf.cast(tf.equal(tf.range(0, S), 0), 'float32');
  return tf.add(previous, tf.mul(tf.cast(tf.equal(position, 0), 'float32'), first));
};

const addNoise = (energies: Tensor2D, deviation: number, random: Random): Tensor2D => {
  const noise = Float32Array.from({ length: energies.size }, () => deviation * gaussian(random));
  return tf.add(energies, tf.tensor2d(noise, energies.shape));
};

/** One number of a normal distribution out of two that are uniform (Box, Muller 1958). */
const gaussian = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
