// What an optimizer remembers about each weight: variables of the weight's shape, named `slot.path`.
import { ConfigError, type ParameterStore, ShapeError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import type { NamedTensors } from './optimizer.ts';
import type { UpdateTarget } from './update-rule.ts';

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

/** Weights with their gradients and slots; complete before the first weight is changed. */
export const targetsOf = (
  weights: ReadonlyMap<string, Variable>,
  gradients: NamedTensors,
  slots: ReadonlyMap<string, Variable>,
  names: readonly string[],
): UpdateTarget[] =>
  [...gradients].map(([path, gradient]) => {
    const weight = weights.get(path);
    if (weight === undefined) {
      throw new ConfigError(
        `${path}: a gradient came for a weight that the optimizer does not know; make the optimizer for the trained model, ` +
          'after all its weights exist.',
        path,
      );
    }
    if (!tf.util.arraysEqual(weight.shape, gradient.shape)) {
      const expected = `[${weight.shape.join(', ')}]`;
      throw new ShapeError(
        `${path}: expected a gradient ${expected} like its weight, got [${gradient.shape.join(', ')}]; pass what was computed for it.`,
        expected,
        gradient.shape,
      );
    }
    const own = names.map((name): [string, Variable] => [name, slots.get(`${name}.${path}`) as Variable]);
    return { weight, gradient, slots: Object.fromEntries(own) };
  });
