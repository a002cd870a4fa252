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

/** Weights and their gradients, in pairs. */
export function* pairWithGradients(
  weights: ReadonlyMap<string, Variable>,
  gradients: NamedTensors,
): Generator<[path: string, weight: Variable, gradient: Tensor]> {
  for (const [path, gradient] of gradients) {
    const weight = weights.get(path);
    if (weight === undefined) {
      throw new ConfigError(
        `${path}: a gradient came for a weight that the optimizer does not know; make the optimizer for the trained model, ` +
          'after all its weights exist.',
        path,
      );
    }
    yield [path, weight, gradient];
  }
}
