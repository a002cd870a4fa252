// Gradients by tfjs, and the same by finite differences, which share nothing but the function.
import { type ParameterStore, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import { indicesOf, type Numbers, readNumbers, requireFinite } from './read-numbers.ts';

/** What is differentiated by, by name. */
export type NamedVariables = ReadonlyMap<string, Variable>;

/**
 * The gradient of `objective` by each variable; none by one on which it does not depend.
 *
 * @throws Error if there is an operation on the way that tfjs cannot differentiate
 */
export const gradientsOf = async (
  objective: () => Scalar,
  variables: NamedVariables,
): Promise<Map<string, Numbers>> => {
  // tfjs refuses a function that depends on no variable at all; this one it always depends on.
  const anchor = tf.tidy(() => tf.variable(tf.scalar(0)));
  try {
    const all = [...variables.values()];
    const byName = tidyTree(() => tf.variableGrads(() => tf.add(objective(), anchor), [...all, anchor]).grads);
    const gradients = new Map<string, Numbers>();
    for (const [name, variable] of variables) {
      const gradient = byName[variable.name];
      if (gradient) gradients.set(name, await readNumbers(() => gradient));
    }
    tf.dispose(byName);
    return gradients;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the gradient cannot be computed; put comparisons, topk and other hard decisions inside withoutGradient of @seq2seq/core. tfjs says: ${reason}`,
      { cause: error },
    );
  } finally {
    anchor.dispose();
  }
};

/** Refuses gradients with NaN or infinity. */
export const requireFiniteGradients = (gradients: ReadonlyMap<string, Numbers>, advice: string): void => {
  for (const [name, gradient] of gradients) requireFinite(`the gradient of ${name}`, gradient, advice);
};

/** Refuses a weight by which the gradient is missing or zero everywhere: training would never change it. */
export const requireGradientOfEach = (gradients: ReadonlyMap<string, Numbers>, weights: ParameterStore): void => {
  for (const [name] of weights.entries()) {
    if (!gradients.get(name)?.data.some((value) => value !== 0)) {
      throw new Error(
        `${name} gets no gradient, so training never changes it; use it in every step or do not create it.`,
      );
    }
  }
};

/** How far a slope may be from a gradient, as a part of the variable's largest, or of one. */
const tolerance = 5e-3;

/** No more entries of a variable than these are tried, spread evenly. */
const mostEntries = 24;

/** Refuses gradients that are not the slopes of the function. */
export const requireSlopes = async (
  objective: () => Scalar,
  variables: NamedVariables,
  gradients: ReadonlyMap<string, Numbers>,
): Promise<void> => {
  for (const [name, variable] of variables) {
    const gradient = gradients.get(name)?.data ?? new Float32Array(variable.size);
    const allowed = tolerance * gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    for (let i = 0; i < variable.size; i += Math.ceil(variable.size / mostEntries)) {
      const got = gradient[i] as number;
      const slope = await slopeAt(objective, variable, i, 0.02);
      if (Math.abs(slope - got) <= allowed) continue;
      // The wide step may have crossed a kink, as of relu; a narrow one hardly ever does.
      const narrow = await slopeAt(objective, variable, i, 0.005);
      if (Math.abs(narrow - got) <= allowed) continue;
      throw new Error(
        `expected a gradient of ${narrow} of ${name} at [${indicesOf(i, variable.shape).join(', ')}] by finite differences, got ${got}; ` +
          'correct the gradient of the operation that you wrote yourself, or read the weight at each step.',
      );
    }
  }
};

/** Central differences of two step sizes, extrapolated to step zero (Richardson): the error falls with step⁴. */
const slopeAt = async (objective: () => Scalar, variable: Variable, entry: number, step: number): Promise<number> => {
  const { data: original, shape } = await readNumbers(() => variable);
  const assign = (values: Float32Array): void => tf.tidy(() => variable.assign(tf.tensor(values.slice(), [...shape])));
  const valueAt = async (shift: number): Promise<number> => {
    assign(original.with(entry, (original[entry] as number) + shift));
    return (await readNumbers(objective)).data[0] as number;
  };
  const central = async (h: number): Promise<number> => ((await valueAt(h)) - (await valueAt(-h))) / (2 * h);
  try {
    return (4 * (await central(step / 2)) - (await central(step))) / 3;
  } finally {
    assign(original);
  }
};
