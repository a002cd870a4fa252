import type { Random } from '../random/random.ts';

/** The lengths of a tensor's axes. */
export type Shape = readonly number[];

/** First values of a weight; the same shape and randomness give the same values. */
export type Initializer = (shape: Shape, random: Random) => Float32Array;

export const sizeOfShape = (shape: Shape): number => shape.reduce((product, axis) => product * axis, 1);

/** All zeros: for biases. */
export const zeros: Initializer = (shape) => new Float32Array(sizeOfShape(shape));

/** All the same value. */
export const constant =
  (value: number): Initializer =>
  (shape) =>
    new Float32Array(sizeOfShape(shape)).fill(value);

/** Uniform in (−limit, limit). */
export const uniform =
  (limit: number): Initializer =>
  (shape, random) =>
    Float32Array.from({ length: sizeOfShape(shape) }, () => (2 * random.next() - 1) * limit);

/**
 * Uniform in ±√(6 / (fan in + fan out)), which keeps the variance of activations and gradients alike through a layer. A vector counts
 * as one column.
 *
 * @see Glorot, Bengio 2010, equation 16
 */
export const glorotUniform: Initializer = (shape, random) => {
  const fanOut = shape.length > 1 ? (shape.at(-1) as number) : 1;
  const fanIn = sizeOfShape(shape) / Math.max(fanOut, 1);
  return uniform(Math.sqrt(6 / Math.max(fanIn + fanOut, 1)))(shape, random);
};

/**
 * [4·H] bias of an LSTM in the order i, f, c, o: one for the forget gate, so that a new cell remembers, zero elsewhere.
 *
 * @see Jozefowicz, Zaremba, Sutskever 2015
 */
export const forgetGateOne: Initializer = (shape) => {
  const units = sizeOfShape(shape) / 4;
  return new Float32Array(4 * units).fill(1, units, 2 * units);
};
