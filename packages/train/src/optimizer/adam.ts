import {
  assignParameters,
  CheckpointError,
  checkParameters,
  hasKernel,
  int32Of,
  runKernel,
  type ParameterStore,
  saveParameters,
  savedInt32,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { checkOption } from '../check-option.ts';
import type { Optimizer } from './optimizer.ts';
import { createSlots, pairWithGradients } from './optimizer-slots.ts';

export type AdamOptions = {
  /** How slowly the mean of gradients forgets; 0.9 by default. */
  readonly beta1?: number;
  /** How slowly the mean of squared gradients forgets; 0.999 by default. */
  readonly beta2?: number;
  /** Keeps small gradients from huge steps; 1e-8 by default. */
  readonly epsilon?: number;
};

/**
 * Steps in units of the gradient's recent size: w ← w − rate · m̂ / (√v̂ + ε), with m̂ and v̂ the bias-corrected running means of the
 * gradient and its square, as in PyTorch and Keras. One step count serves all weights.
 *
 * @see Kingma, Ba 2015, algorithm 1
 */
export const adam = (parameters: ParameterStore, options: AdamOptions = {}): Optimizer => {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkOption('adam.beta1', beta1, { from: 0, below: 1 });
  checkOption('adam.beta2', beta2, { from: 0, below: 1 });
  checkOption('adam.epsilon', epsilon, { above: 0 });
  const weights = new Map(parameters.entries());
  const slots = createSlots(parameters, ['mean', 'square']);
  const slot = (name: string): Variable => slots.get(name) as Variable;
  let step = 0;

  return {
    apply: (gradients, learningRate) => {
      const pairs = pairWithGradients(weights, gradients);
      step++;
      // The bias corrections are moved out of the tensors: m̂ / (√v̂ + ε) = (√c₂ / c₁) · m / (√v + ε √c₂), with c = 1 − β^step.
      const correction1 = 1 - beta1 ** step;
      const correction2 = Math.sqrt(1 - beta2 ** step);
      const factors: AdamFactors = {
        newShare1: 1 - beta1,
        newShare2: 1 - beta2,
        rate: (learningRate * correction2) / correction1,
        floor: epsilon * correction2,
      };
      tf.tidy(() => {
        const update = hasKernel(fusedKernel) ? updateFused(factors) : updateByOperations(factors);
        for (const [path, weight, gradient] of pairs) {
          const mean = slot(`mean.${path}`);
          const square = slot(`square.${path}`);
          const next = update(weight, gradient, mean, square);
          weight.assign(next[0]);
          mean.assign(next[1]);
          square.assign(next[2]);
        }
      });
    },
    snapshot: async () => {
      const savedStep = savedInt32(Int32Array.of(step), []);
      return (await saveParameters(slots)).set('step', savedStep);
    },
    restore: (saved, where) => {
      const savedStep = saved.get('step');
      const moments = new Map(saved);
      moments.delete('step');
      checkParameters(slots, moments, where);
      if (savedStep === undefined) {
        throw new CheckpointError(
          `${where}: expected Adam's step count, found none; use the optimizer that was saved.`,
        );
      }
      const [count = -1] = int32Of(savedStep, `${where}: step`);
      if (count < 0) throw new CheckpointError(`${where}: step is ${count}, expected a count; the file is damaged.`);
      assignParameters(slots, moments, where);
      step = count;
    },
    dispose: () => {
      for (const variable of slots.values()) variable.dispose();
      slots.clear();
    },
  };
};

/** The numbers of one step, the same for all weights. */
type AdamFactors = Readonly<Record<'newShare1' | 'newShare2' | 'rate' | 'floor', number>>;

/** weight, mean and square after the step. */
type AdamUpdate = (weight: Tensor, gradient: Tensor, mean: Tensor, square: Tensor) => readonly [Tensor, Tensor, Tensor];

/** A kernel that a backend may register: { weight, gradient, mean, square } and the factors to [weight, mean, square]. */
const fusedKernel = 'Seq2SeqAdam';

const updateFused =
  (factors: AdamFactors): AdamUpdate =>
  (weight, gradient, mean, square) =>
    runKernel(fusedKernel, { weight, gradient, mean, square }, factors) as [Tensor, Tensor, Tensor];

const updateByOperations = (factors: AdamFactors): AdamUpdate => {
  const newShare1 = tf.scalar(factors.newShare1);
  const newShare2 = tf.scalar(factors.newShare2);
  const rate = tf.scalar(factors.rate);
  const floor = tf.scalar(factors.floor);
  return (weight, gradient, mean, square) => {
    const newMean = tf.add(mean, tf.mul(newShare1, tf.sub(gradient, mean)));
    const newSquare = tf.add(square, tf.mul(newShare2, tf.sub(tf.square(gradient), square)));
    return [tf.sub(weight, tf.div(tf.mul(rate, newMean), tf.add(tf.sqrt(newSquare), floor))), newMean, newSquare];
  };
};
