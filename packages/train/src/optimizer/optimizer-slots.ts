// What an optimizer remembers about each weight: variables of the weight's shape, named `slot.path`.
import { ConfigError, type ParameterStore } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { NamedTensors } from './optimizer.ts';

/** One zero variable for each weight and slot. */
export const createSlots = (parameters: ParameterStore, slots: readonly string[]): Map<string, Variable> => {
  const variables = new Map<string, Variable>();
  for (const slot of slots) {
    for (const [path, { shape }] of parameters.entries()) {
      variables.set(
        `${slot}.${path}`,
        tf.tidy(() => tf.variable(tf.zeros(shape), false)),
      );
    }
  }
  return variables;
};

/** Weights and their gradients, in pairs; complete before the first weight is changed. */
export const pairWithGradients = (
  weights: ReadonlyMap<string, Variable>,
  gradients: NamedTensors,
): [path: string, weight: Variable, gradient: Tensor][] =>
  [...gradients].map(([path, gradient]) => {
    const weight = weights.get(path);
    if (weight !== undefined) return [path, weight, gradient];
    throw new ConfigError(
      `${path}: a gradient came for a weight that the optimizer does not know; make the optimizer for the trained model, ` +
        'after all its weights exist.',
      path,
    );
  });
