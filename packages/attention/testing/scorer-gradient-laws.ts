// What must hold for a scorer to be trained.
import { type ParameterStore, type Random, type TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { type AttentionSizes, maskedSoftmax, type Scorer } from '../src/index.ts';
import type { Laws } from './check-laws.ts';
import { gradientsOf, requireFiniteGradients, requireGradientOfEach, requireSlopes } from './gradients.ts';
import { readNumbers, requireFinite } from './read-numbers.ts';
import { scoresOf } from './scorer-laws.ts';
import { signedNumbers, type TrialInputs, trialInputs, withZeros } from './trial-inputs.ts';
import { withVariableInputs } from './variable-inputs.ts';

/** What a scorer is trained on for a moment; its weights are those of the store. */
export type GradientTrial = {
  readonly inputs: TrialInputs;
  readonly sizes: AttentionSizes;
  readonly store: ParameterStore;
  readonly random: Random;
};

/** Gradients: finite where the memory is zero, right elsewhere, and none missing. */
export const scorerGradientLaws = <Keys extends TensorTree>(
  scorer: Scorer<Keys>,
  { inputs, sizes, store, random }: GradientTrial,
): Laws => {
  /** Some sum of all scores at real positions, so that each has a slope of its own. */
  const sumOf = (scores: Tensor2D, mask: Tensor2D): Scalar =>
    tf.sum(tf.mul(tf.mul(scores, mask), tf.tensor(signedNumbers(mask.shape, random.fork('sum')), mask.shape)));

  return {
    'zero rows have finite scores and gradients': async () => {
      const advice =
        'the memory is zero at padding and the query may be at first, where the gradient of a norm or root is not finite: add a small ' +
        'number inside, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-6)).';
      await withVariableInputs(
        () => withZeros(inputs),
        store,
        async (variables, trial) => {
          requireFinite('the scores', await readNumbers(() => scoresOf(scorer, trial)), advice);
          const objective = (): Scalar => {
            const scores = scoresOf(scorer, trial);
            return tf.add(sumOf(scores, trial.mask), sumOf(maskedSoftmax(scores, trial.mask), trial.mask));
          };
          requireFiniteGradients(await gradientsOf(objective, variables), advice);
        },
      );
    },
    'every weight gets a gradient, and it is right': async () => {
      const real = (): TrialInputs => trialInputs(sizes, [4, 4], random.fork('gradient'));
      await withVariableInputs(real, store, async (variables, trial) => {
        const objective = (): Scalar => sumOf(scoresOf(scorer, trial), trial.mask);
        const gradients = await gradientsOf(objective, variables);
        requireGradientOfEach(gradients, store);
        await requireSlopes(objective, variables, gradients);
      });
    },
  };
};
