// What must hold for a model to be trained through an attention.
import { type Attention, disposeTree, mapTensors, type ParameterStore, type Random, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { AttentionSizes } from '../src/index.ts';
import { type AttentionTrial, attentionTrial, seenBy, withZeroRows } from './attention-contract-trial.ts';
import type { Laws } from './check-laws.ts';
import {
  gradientsOf,
  type NamedVariables,
  requireFiniteGradients,
  requireGradientOfEach,
  requireSlopes,
} from './gradients.ts';
import { training } from './modes.ts';
import { readNumbers, requireFinite } from './read-numbers.ts';
import { signedNumbers } from './trial-inputs.ts';

/** Gradients through several steps of training: finite at zero rows, right elsewhere, and none missing. */
export const attentionGradientLaws = (
  attention: Attention,
  { sizes, store, random }: { readonly sizes: AttentionSizes; readonly store: ParameterStore; readonly random: Random },
): Laws => {
  /** Some sum of all contexts and weights, so that each has a slope of its own. */
  const sumOf = (trial: AttentionTrial): Scalar => {
    const seen = seenBy(attention, trial, training());
    return tf.sum(tf.mul(seen, tf.tensor(signedNumbers(seen.shape, random.fork('sum')), seen.shape)));
  };
  const make = (): AttentionTrial => attentionTrial(sizes, random.fork('gradient'));

  return {
    'zero rows have finite numbers and gradients': async () => {
      const advice =
        'the first query may be zero, and the memory is at padding, where the gradient of a norm or root is not finite: add a small number ' +
        'inside, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-6)).';
      await withVariables(
        () => withZeroRows(make()),
        store,
        async (variables, trial) => {
          requireFinite('what is seen', await readNumbers(() => seenBy(attention, trial, training())), advice);
          requireFiniteGradients(await gradientsOf(() => sumOf(trial), variables), advice);
        },
      );
    },
    'every weight gets a gradient, and it is right': async () => {
      await withVariables(make, store, async (variables, trial) => {
        const gradients = await gradientsOf(() => sumOf(trial), variables);
        requireGradientOfEach(gradients, store);
        await requireSlopes(() => sumOf(trial), variables, gradients);
      });
    },
  };
};

/** A trial whose queries and memory are variable, beside the weights, for as long as `use` takes; all of it is a copy. */
const withVariables = async (
  make: () => AttentionTrial,
  store: ParameterStore,
  use: (variables: NamedVariables, trial: AttentionTrial) => Promise<void>,
): Promise<void> => {
  const trial = tidyTree(() => mapTensors(make(), (tensor) => tf.clone(tensor)));
  const queries = tf.variable(trial.queries) as Variable & Tensor3D;
  const values = tf.variable(trial.values) as Variable & Tensor3D;
  try {
    await use(new Map<string, Variable>([['the queries', queries], ['the memory', values], ...store.entries()]), {
      ...trial,
      queries,
      values,
    });
  } finally {
    disposeTree([queries, values, trial]);
  }
};
