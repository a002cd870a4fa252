// What a part is tried on: a query, a memory with padding and a history, random but seeded. Everything has the batch on axis 0, so
// rows are picked with `gatherRows`.
import { mapTensors, type Memory, type Random, tidyTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { AttentionHistory, AttentionSizes } from '../src/index.ts';

/** query [B, Q]; values [B, S, D] and mask [B, S]; the history of some steps before. */
export type TrialInputs = Memory & { readonly query: Tensor2D; readonly history: AttentionHistory };

/** One row for each length; values at padding are zero, all others are at least 0.3 away from zero. */
export const trialInputs = (sizes: AttentionSizes, lengths: readonly number[], random: Random): TrialInputs =>
  tidyTree(() => {
    const B = lengths.length;
    const S = Math.max(...lengths);
    const draw = (shape: number[], name: string): Tensor => tf.tensor(signedNumbers(shape, random.fork(name)), shape);
    const mask = tf.tensor2d(lengths.map((length) => Array.from({ length: S }, (_, s) => (s < length ? 1 : 0))));
    const attended = tf.mul<Tensor2D>(tf.square(draw([B, S], 'previous')), mask);
    const previous: Tensor2D = tf.div(attended, tf.sum(attended, 1, true));
    return {
      query: draw([B, sizes.querySize], 'query') as Tensor2D,
      values: tf.mul(draw([B, S, sizes.memorySize], 'values'), tf.expandDims(mask, 2)),
      mask,
      history: {
        position: tf.tensor2d(lengths.map((_, row) => [row + 1])),
        previous,
        coverage: tf.add(previous, tf.mul(tf.square(draw([B, S], 'coverage')), mask)),
        notes: {},
      },
    };
  });

/** Numbers in ±(0.3 … 1): far enough from zero for norms and finite differences to behave. */
export const signedNumbers = (shape: readonly number[], random: Random): Float32Array =>
  Float32Array.from({ length: shape.reduce((product, axis) => product * axis, 1) }, () => {
    const x = 2 * random.next() - 1;
    return Math.sign(x) * (0.3 + 0.7 * Math.abs(x));
  });

/** The same with `columns` positions of padding more. */
export const withPadding = ({ query, values, mask, history }: TrialInputs, columns: number): TrialInputs => {
  const pad = <T extends Tensor>(x: T): T => {
    const zeros: Tensor = tf.zeros([x.shape[0] ?? 0, columns, ...x.shape.slice(2)]);
    return tf.concat<T>([x, zeros as T], 1);
  };
  return {
    query,
    values: pad(values),
    mask: pad(mask),
    history: { ...history, previous: pad(history.previous), coverage: pad(history.coverage) },
  };
};

/** The same with the positions of the source in another order. */
export const inOrder = ({ query, values, mask, history }: TrialInputs, order: readonly number[]): TrialInputs => {
  const reorder = (x: Tensor): Tensor => tf.gather(x, tf.tensor1d([...order], 'int32'), 1);
  const { position, notes, ...seen } = history;
  return {
    query,
    ...mapTensors({ values, mask }, reorder),
    history: { position, notes, ...mapTensors(seen, reorder) },
  };
};

/** The same with a real position that is zero in the first row, and a query that is zero in the last, as at the first step. */
export const withZeros = (inputs: TrialInputs): TrialInputs => {
  const [B, S] = inputs.mask.shape;
  const position = tf.oneHot(tf.tensor1d([1], 'int32'), S);
  const firstRow = tf.reshape(tf.oneHot(tf.tensor1d([0], 'int32'), B), [B, 1]);
  const lastRow = tf.reshape(tf.oneHot(tf.tensor1d([B - 1], 'int32'), B), [B, 1]);
  const keep = (hole: Tensor): Tensor => tf.sub(1, tf.cast(hole, 'float32'));
  return {
    ...inputs,
    query: tf.mul(inputs.query, keep(lastRow)),
    values: tf.mul(inputs.values, tf.expandDims(keep(tf.mul(firstRow, position)), 2)),
  };
};

/** The same cut to the first position of each source. */
export const firstPositionOf = ({ query, values, mask, history }: TrialInputs): TrialInputs => {
  const first = <T extends Tensor>(x: T): T => tf.slice(x, 0, [-1, 1, ...x.shape.slice(2)]);
  return {
    query,
    values: first(values),
    mask: first(mask),
    history: { ...history, previous: first(history.previous), coverage: first(history.coverage) },
  };
};
