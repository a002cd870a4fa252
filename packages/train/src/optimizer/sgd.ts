import { assignParameters, type ParameterStore, saveParameters } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkOption } from '../check-option.ts';
import type { Optimizer } from './optimizer.ts';
import { createSlots, targetsOf } from './optimizer-slots.ts';
import { applyRule, type UpdateRule } from './update-rule.ts';

export type SgdOptions = {
  /** How much of the last step's direction is kept; 0, plain descent, by default. */
  readonly momentum?: number;
};

/**
 * Steps down the gradient: w ← w − rate · u, with u ← momentum · u + gradient.
 *
 * @see Polyak 1964 for momentum, here in the form of Sutskever et al. 2013 that PyTorch uses
 */
export const sgd = (parameters: ParameterStore, { momentum = 0 }: SgdOptions = {}): Optimizer => {
  checkOption('sgd.momentum', momentum, { from: 0, below: 1 });
  const weights = new Map(parameters.entries());
  const slotNames = momentum > 0 ? ['velocity'] : [];
  const slots = createSlots(parameters, slotNames);

  return {
    apply: (gradients, learningRate, gradientScale = 1) => {
      const targets = targetsOf(weights, gradients, slots, slotNames);
      applyRule(targets, sgdRule({ gradientScale, momentum, rate: learningRate }));
    },
    snapshot: () => saveParameters(slots),
    restore: (saved, where) => assignParameters(slots, saved, where),
    dispose: () => {
      for (const variable of slots.values()) variable.dispose();
      slots.clear();
    },
  };
};

/** Without momentum there is no velocity among the slots, and the gradient itself is the direction. */
const sgdRule = (factors: Readonly<Record<'gradientScale' | 'momentum' | 'rate', number>>): UpdateRule => ({
  kernelName: 'Seq2SeqSgd',
  factors,
  compose: (weight, gradient, velocity?: Tensor) => {
    const { gradientScale, momentum, rate } = factors;
    const scaled = gradientScale === 1 ? gradient : tf.mul(gradient, gradientScale);
    const direction = velocity ? tf.add(tf.mul(velocity, momentum), scaled) : scaled;
    const moved = tf.sub(weight, tf.mul(rate, direction));
    return velocity ? [moved, direction] : [moved];
  },
});
