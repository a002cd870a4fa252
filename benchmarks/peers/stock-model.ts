// The model as a user of tfjs alone would write it: cells and attention op by op, with the kernels of the backend as they come.
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { BenchmarkCase } from '../cases.ts';

/** One number a token, the tokens of a row side by side: [B · S] and [B · T]. */
export type TokenIds = { readonly source: Tensor1D; readonly target: Tensor1D };

/** Rows of a table: [N] ids into [V, E] give [N, E]. */
export type EmbedTokens = (ids: Tensor1D, table: Tensor2D) => Tensor2D;

/** Where the weights come from. */
export type CreateWeight = (name: string, shape: readonly number[]) => Variable;

type Lstm = { readonly kernel: Variable; readonly bias: Variable; readonly units: number };
type State = { readonly hidden: Tensor2D; readonly carry: Tensor2D };

/** Stock operations take no variables by their types. */
const matrix = (weight: Variable): Tensor2D => weight as unknown as Tensor2D;

/** A function that computes the mean loss of all target tokens, nats a token. */
export const stockModel = (
  shapes: BenchmarkCase,
  { source, target }: TokenIds,
  embedTokens: EmbedTokens,
  weight: CreateWeight,
): (() => Scalar) => {
  const { embedding: E, units: H, batch: B, sourceLength: S, targetLength: T } = shapes;
  const { sourceVocabulary, targetVocabulary: V } = shapes;
  const lstm = (name: string, inputs: number, units: number): Lstm => ({
    kernel: weight(`${name}.kernel`, [inputs + units, 4 * units]),
    bias: weight(`${name}.bias`, [4 * units]),
    units,
  });
  const sourceTable = weight('source', [sourceVocabulary, E]);
  const targetTable = weight('target', [V, E]);
  const [forward, backward] = [lstm('forward', E, H / 2), lstm('backward', E, H / 2)];
  const decoder = lstm('decoder', E + H, H);
  const [keyKernel, queryKernel] = [weight('keys', [H, H]), weight('query', [H, H])];
  const [v, outputKernel] = [weight('v', [H, 1]), weight('output', [2 * H, H])];
  const [generator, generatorBias] = [weight('generator', [H, V]), weight('generator.bias', [V])];

  const embed = (ids: Tensor1D, table: Variable, length: number): Tensor2D[] =>
    tf.unstack(tf.reshape(embedTokens(ids, matrix(table)), [B, length, E]), 1) as Tensor2D[];
  const step = ({ kernel, bias }: Lstm, input: Tensor2D, { hidden, carry }: State): State => {
    const gates = tf.add(tf.matMul(tf.concat([input, hidden], 1), matrix(kernel)), bias);
    const [i, f, g, o] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const next: Tensor2D = tf.add(tf.mul(tf.sigmoid(f), carry), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return { hidden: tf.mul(tf.sigmoid(o), tf.tanh(next)), carry: next };
  };
  const zeroState = (units: number): State => ({ hidden: tf.zeros([B, units]), carry: tf.zeros([B, units]) });
  const run = (cell: Lstm, inputs: readonly Tensor2D[]): Tensor2D[] => {
    let state = zeroState(cell.units);
    return inputs.map((input) => {
      state = step(cell, input, state);
      return state.hidden;
    });
  };

  return () =>
    tf.tidy(() => {
      const inputs = embed(source, sourceTable, S);
      const there = run(forward, inputs);
      const back = run(backward, inputs.toReversed()).toReversed();
      const memory = tf.stack(
        there.map((hidden, s) => tf.concat([hidden, back[s] as Tensor2D], 1)),
        1,
      ) as Tensor3D;
      const flatMemory: Tensor2D = tf.reshape(memory, [B * S, H]);
      const keys: Tensor3D = tf.reshape(tf.matMul(flatMemory, matrix(keyKernel)), [B, S, H]);
      let state = zeroState(H);
      let feed: Tensor2D = tf.zeros([B, H]);
      const outputs = embed(target, targetTable, T).map((input) => {
        state = step(decoder, tf.concat([input, feed], 1), state);
        const query = tf.expandDims(tf.matMul(state.hidden, matrix(queryKernel)), 1);
        const hidden: Tensor2D = tf.reshape(tf.tanh(tf.add(keys, query)), [B * S, H]);
        const weights = tf.softmax(tf.reshape(tf.matMul(hidden, matrix(v)), [B, S]));
        const context: Tensor2D = tf.squeeze(tf.matMul(tf.expandDims(weights, 1), memory), [1]);
        feed = tf.tanh(tf.matMul(tf.concat([context, state.hidden], 1), matrix(outputKernel)));
        return feed;
      });
      const rows: Tensor2D = tf.reshape(tf.stack(outputs, 1), [B * T, H]);
      const logits = tf.add(tf.matMul(rows, matrix(generator)), generatorBias);
      const wanted = tf.cast(tf.oneHot(target, V), 'float32');
      return tf.neg<Scalar>(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 1)));
    });
};
