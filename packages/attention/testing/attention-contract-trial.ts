// What a whole attention is tried on: some steps' queries and a memory with padding, random but seeded, with the batch on axis 0.
import {
  type Attended,
  type Attention,
  type Memory,
  type Mode,
  type PreparedMemory,
  type Random,
  type TensorTree,
  tidyTree,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionSizes } from '../src/index.ts';
import { signedNumbers, trialInputs } from './trial-inputs.ts';

/** queries [B, T, Q]; values [B, S, D] and mask [B, S]. */
export type AttentionTrial = Memory & { readonly queries: Tensor3D };

/** contexts [B, T, C], weights [B, T, S], and what is remembered in the end. */
export type AttendedSteps = { readonly contexts: Tensor3D; readonly weights: Tensor3D; readonly history: TensorTree };

/** Where to go on from. */
export type Begun = { readonly memory: PreparedMemory; readonly history: TensorTree };

/** T */
export const stepCount = 4;

/** Four steps over sources of 5, 3 and 1. */
export const attentionTrial = (sizes: AttentionSizes, random: Random): AttentionTrial =>
  tidyTree(() => {
    const { values, mask } = trialInputs(sizes, [5, 3, 1], random);
    const shape: [number, number, number] = [mask.shape[0], stepCount, sizes.querySize];
    return { queries: tf.tensor3d(signedNumbers(shape, random.fork('queries')), shape), values, mask };
  });

/** Prepares the memory, as a decoder does before its first step. */
export const beginOn = (attention: Attention, { values, mask }: Memory): Begun => {
  const memory = attention.prepare({ values, mask });
  return { memory, history: attention.begin(memory) };
};

/** Attends with each query, one step after the other. */
export const attendEach = (
  attention: Attention,
  queries: Tensor3D,
  { memory, history }: Begun,
  mode: Mode,
): Attended[] => {
  let latest = history;
  return Array.from({ length: queries.shape[1] }, (_, step) => {
    const attended = attention.attend(stepOf(queries, step), memory, latest, mode);
    latest = attended.history;
    return attended;
  });
};

/** The same as tensors that have the steps on axis 1. */
export const attendSteps = (attention: Attention, queries: Tensor3D, begun: Begun, mode: Mode): AttendedSteps => {
  const attended = attendEach(attention, queries, begun, mode);
  const stack = (name: 'context' | 'weights'): Tensor3D =>
    tf.stack(
      attended.map((one) => one[name]),
      1,
    ) as Tensor3D;
  return { contexts: stack('context'), weights: stack('weights'), history: attended.at(-1)?.history ?? begun.history };
};

/** [B, Q] the query of one step. */
const stepOf = (queries: Tensor3D, step: number): Tensor2D =>
  tf.squeeze(tf.slice(queries, [0, step, 0], [-1, 1, -1]), [1]);

/** The queries of the steps from one to another. */
export const stepsOf = (queries: Tensor3D, from: number, to: number): Tensor3D =>
  tf.slice(queries, [0, from, 0], [-1, to - from, -1]);

/** [B, T, C + S] contexts and weights of all steps. */
export const seenBy = (attention: Attention, trial: AttentionTrial, mode: Mode): Tensor3D => {
  const { contexts, weights } = attendSteps(attention, trial.queries, beginOn(attention, trial), mode);
  return tf.concat([contexts, weights], 2);
};

/** [B, T, C + S, modes] the same in several modes. */
export const seenInEach = (attention: Attention, trial: AttentionTrial, modes: readonly (() => Mode)[]): Tensor =>
  tf.stack(
    modes.map((mode) => seenBy(attention, trial, mode())),
    3,
  );

/** The same with `columns` positions of padding more. */
export const withLongerPadding = ({ queries, values, mask }: AttentionTrial, columns: number): AttentionTrial => ({
  queries,
  values: tf.concat([values, tf.zeros([values.shape[0], columns, values.shape[2]])], 1),
  mask: tf.concat([mask, tf.zeros([mask.shape[0], columns])], 1),
});

/** The same cut to the first position of each source. */
export const cutToFirst = ({ queries, values, mask }: AttentionTrial): AttentionTrial => ({
  queries,
  values: tf.slice(values, 0, [-1, 1, -1]),
  mask: tf.slice(mask, 0, [-1, 1]),
});

/** The same with a query that is zero at the first step, and a memory that is zero at the second position. */
export const withZeroRows = ({ queries, values, mask }: AttentionTrial): AttentionTrial => ({
  queries: tf.mul(queries, tf.tensor3d([0, 1, 1, 1], [1, 4, 1])),
  values: tf.mul(values, tf.tensor3d([1, 0, 1, 1, 1], [1, 5, 1])),
  mask,
});
