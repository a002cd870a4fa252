// The second way to compute what a cell should give: loops over plain arrays, in float64.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { NamedVariables } from '../../checkpoint/parameters-file.ts';

export type Matrix = readonly (readonly number[])[];

export const matrixOf = (tensor: Tensor): Matrix => tensor.arraySync() as number[][];

/** A store's weights by path: matrices, and vectors as matrices of one row. */
export const matricesOf = (store: NamedVariables): Readonly<Record<string, Matrix>> =>
  Object.fromEntries(
    [...store.entries()].map(([path, weight]) => [
      path,
      weight.rank === 1 ? [weight.arraySync() as number[]] : matrixOf(weight),
    ]),
  );

/** A vector times one column of a matrix. */
export const timesColumn = (vector: readonly number[], matrix: Matrix | undefined, column: number): number =>
  vector.reduce((sum, value, row) => sum + value * (matrix?.[row]?.[column] as number), 0);

/** Entry `column` of a vector that is kept as a matrix of one row. */
export const entry = (vector: Matrix | undefined, column: number): number => vector?.[0]?.[column] as number;

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
