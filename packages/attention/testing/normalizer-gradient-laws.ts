// What must hold for a model to be trained through a normalizer.
import { disposeTree, mapTensors, type ParameterStore, type Random, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Normalizer } from '../src/index.ts';
import type { Laws } from './check-laws.ts';
import {
  gradientsOf,
  type NamedVariables,
  requireFiniteGradients,
  requireGradientOfEach,
  requireSlopes,
} from './gradients.ts';
import { training } from './modes.ts';
import { type NormalizerTrial, normalizerTrial, weightsIn, withEmptyRows } from './normalizer-trial.ts';
import { readNumbers, requireFinite } from './read-numbers.ts';
import { signedNumbers } from './trial-inputs.ts';

/** Gradients while training: finite at extreme scores and in empty rows, right elsewhere, and none missing. */
export const normalizerGradientLaws = (normalize: Normalizer, store: ParameterStore, random: Random): Laws => {
  /** Some sum of all weights, so that each has a slope of its own. */
  const sumOf = (trial: NormalizerTrial): Scalar => {
    const weights = weightsIn(normalize, trial, training());
    return tf.sum(tf.mul(weights, tf.tensor(signedNumbers(weights.shape, random.fork('sum')), weights.shape)));
  };
  const requireFiniteAt = async (make: () => NormalizerTrial, advice: string): Promise<void> =>
    withVariableScores(make, store, async (variables, trial) => {
      requireFinite('a weight', await readNumbers(() => weightsIn(normalize, trial, training())), advice);
      requireFiniteGradients(await gradientsOf(() => sumOf(trial), variables), advice);
    });

  return {
    'extreme scores have finite weights and gradients': async () => {
      const advice =
        'scores were ±10000: subtract the largest before exp, and use log-sigmoid and the like instead of the log of a small number.';
      await requireFiniteAt(() => normalizerTrial(random.fork('extreme'), 1e4), advice);
      // All alike, as they are before anything is learned.
      await requireFiniteAt(() => normalizerTrial(random.fork('alike'), 0), advice);
    },
    'a row with nothing allowed has finite gradients': async () => {
      const advice = 'nothing was allowed in a row: do not divide by a sum that may be zero.';
      await requireFiniteAt(() => withEmptyRows(normalizerTrial(random.fork('empty'))), advice);
    },
    'every weight gets a gradient, and it is right': async () => {
      await withVariableScores(
        () => normalizerTrial(random.fork('gradient')),
        store,
        async (variables, trial) => {
          const gradients = await gradientsOf(() => sumOf(trial), variables);
          requireGradientOfEach(gradients, store);
          await requireSlopes(() => sumOf(trial), variables, gradients);
        },
      );
    },
  };
};

/** A trial whose scores and last weights are variable, beside the weights, for as long as `use` takes; all of it is a copy. */
const withVariableScores = async (
  make: () => NormalizerTrial,
  store: ParameterStore,
  use: (variables: NamedVariables, trial: NormalizerTrial) => Promise<void>,
): Promise<void> => {
  const trial = tidyTree(() => mapTensors(make(), (tensor) => tf.clone(tensor)));
  const scores = tf.variable(trial.scores) as Variable & Tensor2D;
  const previous = tf.variable(trial.history.previous) as Variable & Tensor2D;
  try {
    await use(new Map<string, Variable>([['the scores', scores], ['the last weights', previous], ...store.entries()]), {
      ...trial,
      scores,
      history: { ...trial.history, previous },
    });
  } finally {
    disposeTree([scores, previous, trial]);
  }
};
