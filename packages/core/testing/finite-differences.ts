import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import { createRandom, type Random } from '../src/random/random.ts';

/** Weights with names or numbers for messages: a `ParameterStore`, a `Map` or an array has them. */
export type ListedVariables = { entries(): Iterable<readonly [name: string | number, variable: Variable]> };

export type GradientCheck = {
  /**
   * How far a weight is moved to either side. Default: 2⁻⁷. In float32 a central difference errs by rounding, about 1e-7 / step, and
   * by curvature, about step²; near the cube root of 1e-7 the two are equally small. A power of two is added almost exactly.
   */
  readonly step?: number;
  /** How far gradient and difference may be apart, in units of max(1, |difference|). Default: 1e-3. */
  readonly tolerance?: number;
  /** How many entries of each weight are tried; smaller weights are tried whole. Default: 12. */
  readonly samples?: number;
  /** Which entries of large weights are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Fails unless the gradients that tfjs computes agree with (f(w + step) − f(w − step)) / (2 · step), which only needs f itself.
 *
 * @param compute - the same value at every call for the same weights; smooth near them, of a size about 1
 * @param variables - the weights to check; they are the same afterwards
 * @throws Error that names the weight, the entry, the gradient and the difference
 */
export const expectGradients = (
  compute: () => Scalar,
  variables: ListedVariables,
  { step = 2 ** -7, tolerance = 1e-3, samples = 12, seed = 1 }: GradientCheck = {},
): void => {
  const random = createRandom(seed);
  const named = [...variables.entries()].map(([name, variable]) => ({ name: String(name), variable }));
  if (named.length === 0) throw new Error('expectGradients: there are no variables; give at least one.');
  const gradients = gradientsOf(
    compute,
    named.map(({ variable }) => variable),
  );

  for (const [i, { name, variable }] of named.entries()) {
    const gradient = gradients[i];
    if (!gradient) {
      throw new Error(`expectGradients: ${name} has no gradient; the value that was computed does not depend on it.`);
    }
    for (const index of sampleIndices(variable.size, samples, random.fork(name))) {
      const difference = centralDifference(compute, variable, index, step);
      const value = gradient[index] as number;
      if (Math.abs(value - difference) <= tolerance * Math.max(1, Math.abs(difference))) continue;
      throw new Error(
        `expectGradients: ${name}, entry ${index} of [${variable.shape.join(', ')}]: the gradient is ${value} but moving the ` +
          `weight by ${step} to either side gives ${difference}; look at the gradient of what uses ${name}.`,
      );
    }
  }
};

/** The gradient of each variable, in order; nothing where the value does not depend on it. */
export const gradientsOf = (compute: () => Scalar, variables: readonly Variable[]): (Float32Array | undefined)[] => {
  const gradients: (Float32Array | undefined)[] = [];
  tf.tidy(() => {
    const { grads } = tf.variableGrads(compute, [...variables]);
    for (const { name } of variables) gradients.push(grads[name]?.dataSync().slice() as Float32Array | undefined);
  });
  return gradients;
};

const centralDifference = (compute: () => Scalar, variable: Variable, index: number, step: number): number => {
  const original = variable.dataSync().slice() as Float32Array;
  const valueAt = (weight: number): number => {
    const moved = original.slice();
    moved[index] = weight;
    return tf.tidy(() => {
      variable.assign(tf.tensor(moved, variable.shape));
      return compute().dataSync()[0] as number;
    });
  };
  // The rounded weights are what was moved to, so their distance is what to divide by.
  const [above, below] = [1, -1].map((side) => Math.fround((original[index] as number) + side * step)) as [
    number,
    number,
  ];
  try {
    return (valueAt(above) - valueAt(below)) / (above - below);
  } finally {
    tf.tidy(() => variable.assign(tf.tensor(original, variable.shape)));
  }
};

const sampleIndices = (size: number, samples: number, random: Random): number[] => {
  const indices = Array.from({ length: size }, (_, index) => ({ index, place: random.next() }));
  return indices
    .toSorted((one, other) => one.place - other.place)
    .slice(0, samples)
    .map(({ index }) => index);
};
