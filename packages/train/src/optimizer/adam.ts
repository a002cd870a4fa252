import {
  assignParameters,
  CheckpointError,
  checkParameters,
  int32Of,
  type ParameterStore,
  saveParameters,
  savedInt32,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkOption } from '../check-option.ts';
import type { Optimizer } from './optimizer.ts';
import { createSlots, targetsOf } from './optimizer-slots.ts';
import { applyRule, type UpdateRule } from './update-rule.ts';

export type AdamOptions = {
  /** How slowly the mean of gradients forgets; 0.9 by default. */
  readonly beta1?: number;
  /** How slowly the mean of squared gradients forgets; 0.999 by default. */
  readonly beta2?: number;
  /** Keeps small gradients from huge steps; 1e-8 by default. */
  readonly epsilon?: number;
};

export type AdamWOptions = AdamOptions & {
  /** λ: the share of each weight that a step takes away, before the learning rate; 0.01 by default. */
  readonly weightDecay?: number;
};

/**
 * Steps in units of the gradient's recent size: w ← w − rate · m̂ / (√v̂ + ε), with m̂ and v̂ the bias-corrected running means of the
 * gradient and its square, as in PyTorch and Keras. One step count serves all weights.
 *
 * @see Kingma, Ba 2015, algorithm 1
 */
export const adam = (parameters: ParameterStore, options: AdamOptions = {}): Optimizer =>
  momentOptimizer('adam', parameters, { ...options, weightDecay: 0 });

/**
 * Adam that lets weights decay beside its step, not through the gradient: w ← w − rate · (m̂ / (√v̂ + ε) + λ · w), of all weights, as in
 * PyTorch and Keras. With λ = 0 it is Adam. A run of either may go on with the other.
 *
 * @see Loshchilov, Hutter 2019, algorithm 2: their η · α is the rate here, their λ is rate · λ
 */
export const adamW = (parameters: ParameterStore, options: AdamWOptions = {}): Optimizer =>
  momentOptimizer('adamW', parameters, options);

const momentOptimizer = (name: string, parameters: ParameterStore, options: AdamWOptions): Optimizer => {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = options;
  checkOption(`${name}.beta1`, beta1, { from: 0, below: 1 });
  checkOption(`${name}.beta2`, beta2, { from: 0, below: 1 });
  checkOption(`${name}.epsilon`, epsilon, { above: 0 });
  checkOption(`${name}.weightDecay`, weightDecay, { from: 0 });
  const weights = new Map(parameters.entries());
  const slotNames = ['mean', 'square'];
  const slots = createSlots(parameters, slotNames);
  let step = 0;

  return {
    apply: (gradients, learningRate, gradientScale = 1) => {
      const targets = targetsOf(weights, gradients, slots, slotNames);
      step++;
      // The bias corrections are moved out of the tensors: m̂ / (√v̂ + ε) = (√c₂ / c₁) · m / (√v + ε √c₂), with c = 1 − β^step.
      const correction1 = 1 - beta1 ** step;
      const correction2 = Math.sqrt(1 - beta2 ** step);
      applyRule(
        targets,
        adamRule({
          gradientScale,
          newShare1: 1 - beta1,
          newShare2: 1 - beta2,
          rate: (learningRate * correction2) / correction1,
          floor: epsilon * correction2,
          decay: learningRate * weightDecay,
        }),
      );
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

type AdamFactors = Readonly<Record<'gradientScale' | 'newShare1' | 'newShare2' | 'rate' | 'floor' | 'decay', number>>;

const adamRule = (factors: AdamFactors): UpdateRule => ({
  kernelName: 'Seq2SeqAdam',
  factors,
  compose: (weight, gradient, mean, square) => {
    const { gradientScale, newShare1, newShare2, rate, floor, decay } = factors;
    const scaled = gradientScale === 1 ? gradient : tf.mul(gradient, gradientScale);
    const newMean = tf.add(mean, tf.mul(newShare1, tf.sub(scaled, mean)));
    const newSquare = tf.add(square, tf.mul(newShare2, tf.sub(tf.square(scaled), square)));
    const step = tf.div(tf.mul(rate, newMean), tf.add(tf.sqrt(newSquare), floor));
    const change = decay === 0 ? step : tf.add(step, tf.mul(decay, weight));
    return [tf.sub(weight, change), newMean, newSquare];
  },
});
