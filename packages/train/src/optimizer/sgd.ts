import { assignParameters, type ParameterStore, saveParameters } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { checkOption } from '../check-option.ts';
import type { Optimizer } from './optimizer.ts';
import { createSlots, pairWithGradients } from './optimizer-slots.ts';

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
  const slots = createSlots(parameters, momentum > 0 ? ['velocity'] : []);

  return {
    apply: (gradients, learningRate) => {
      const pairs = pairWithGradients(weights, gradients);
      tf.tidy(() => {
        const rate = tf.scalar(learningRate);
        for (const [path, weight, gradient] of pairs) {
          if (momentum === 0) {
            weight.assign(tf.sub(weight, tf.mul(rate, gradient)));
            continue;
          }
          const velocity = slots.get(`velocity.${path}`) as Variable;
          velocity.assign(tf.add(tf.mul(velocity, momentum), gradient));
          weight.assign(tf.sub(weight, tf.mul(rate, velocity)));
        }
      });
    },
    snapshot: () => saveParameters(slots),
    restore: (saved, where) => assignParameters(slots, saved, where),
    dispose: () => {
      for (const variable of slots.values()) variable.dispose();
      slots.clear();
    },
  };
};
