// Attention by plain loops over arrays of float64: slow, obvious, and sharing nothing with the tensors that it judges.
import type { Random } from '@seq2seq/core';

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** Numbers in (−1, 1) · scale that float32 holds exactly, so that both sides start from the same. */
const randomVector = (length: number, random: Random, scale = 1): Vector =>
  Array.from({ length }, () => Math.fround((2 * random.next() - 1) * scale));

export const randomMatrix = (rows: number, columns: number, random: Random, scale = 1): Matrix =>
  Array.from({ length: rows }, () => randomVector(columns, random, scale));

export const dot = (a: Vector, b: Vector): number => {
  if (a.length !== b.length) throw new Error(`dot: ${a.length} numbers against ${b.length}.`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

/** x W, for a row x [n] and a matrix W [n, m]. */
export const timesMatrix = (x: Vector, matrix: Matrix): Vector =>
  (matrix[0] as Vector).map((_, column) => dot(x, matrix.map((row) => row[column] as number)));

/** exp over the sum of exp over the places that are allowed, 0 elsewhere; all 0 where none is allowed. */
export const softmaxWhere = (scores: Vector, allowed: readonly boolean[]): Vector => {
  const largest = Math.max(...scores.filter((_, s) => allowed[s]));
  const powers = scores.map((score, s) => (allowed[s] ? Math.exp(score - largest) : 0));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => (sum === 0 ? 0 : power / sum));
};

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
