// What the contracts feed to the parts under test: seeded numbers, and sequences whose padding holds whatever the law wants.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { uniform } from '../src/parameters/initializers.ts';
import type { ParameterSource } from '../src/parameters/parameter-store.ts';
import { createRandom, type Random } from '../src/random/random.ts';

/** One vector a step. */
export type Sequence = readonly (readonly number[])[];

/** inputs [B, S, width]; mask [B, S], 1 real, 0 padding. */
export type SequenceBatch = { readonly inputs: Tensor3D; readonly mask: Tensor2D };

/** [rows, width] uniform in (−1, 1). */
export const randomMatrix = (rows: number, width: number, random: Random): Tensor2D =>
  tf.tensor2d(uniform(1)([rows, width], random), [rows, width]);

/** One sequence for each length, of numbers uniform in (−1, 1). */
export const randomSequences = (lengths: readonly number[], width: number, random: Random): Sequence[] =>
  lengths.map((length) => Array.from({ length }, () => [...uniform(1)([width], random)]));

/** The sequences side by side, the shorter ones filled up to `length` with the number `padding`. */
export const batchOf = (
  sequences: readonly Sequence[],
  {
    length = Math.max(...sequences.map((sequence) => sequence.length)),
    padding = 0,
  }: { length?: number; padding?: number } = {},
): SequenceBatch => {
  const width = sequences[0]?.[0]?.length ?? 0;
  const steps = Array.from({ length }, (_, step) => step);
  const values = sequences.flatMap((sequence) =>
    steps.flatMap((step) => sequence[step] ?? new Array<number>(width).fill(padding)),
  );
  const mask = sequences.flatMap((sequence) => steps.map((step) => (step < sequence.length ? 1 : 0)));
  const rows = sequences.length;
  return { inputs: tf.tensor3d(values, [rows, length, width]), mask: tf.tensor2d(mask, [rows, length]) };
};

/** Row `row` of [B, S, …], its first `length` steps: [1, length, …]. */
export const realPart = (values: Tensor3D, row: number, length: number): Tensor3D =>
  tf.slice(values, [row, 0, 0], [1, length, values.shape[2]]);

/** First values without zeros or ones that could hide a mistake: uniform in (−0.6, 0.6), whatever the initializer says. */
export const scattered =
  (seed: number): ParameterSource =>
  (path, shape) =>
    uniform(0.6)(shape, createRandom(seed).fork(path));
