// The same model as a user of tfjs alone would write it: one-hot embeddings (the WASM backend cannot train others), cells op by op,
// tfjs's own Adam, its kernels as they come.
import '@tensorflow/tfjs-backend-wasm';
// Also for the gradients that it registers: tfjs-core in Node has none.
import { createRandom, uniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { type BenchmarkCase, cases, randomIds } from '../cases.ts';
import type { Side } from '../side.ts';

type Lstm = { readonly kernel: Variable; readonly bias: Variable; readonly units: number };
type State = { readonly hidden: Tensor2D; readonly carry: Tensor2D };

export const stockWasmSide: Side = async (task) => {
  if (task.what !== 'train') throw new Error('stock-wasm: only training is written; leave --peer out to decode.');
  await tf.setBackend('wasm');
  const shapes = cases[task.caseName] as BenchmarkCase;
  const loss = stockModel(shapes);
  const optimizer = tf.train.adam(1e-3);
  return async () => {
    const { value, grads } = tf.variableGrads(loss);
    const clipped = tf.tidy(() => {
      const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
      const norm = tf.sqrt(tf.addN(squares as Scalar[]));
      const scale = tf.minimum(1, tf.div(5, norm));
      return Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, scale)]));
    });
    optimizer.applyGradients(clipped as never);
    await value.data();
    tf.dispose([value, grads, clipped]);
  };
};

const stockModel = (shapes: BenchmarkCase): (() => Scalar) => {
  const { embedding: E, units: H, batch: B, sourceLength: S, targetLength: T } = shapes;
  const { sourceVocabulary, targetVocabulary } = shapes;
  const random = createRandom(1);
  const weight = (...shape: number[]): Variable =>
    tf.variable(tf.tensor(uniform(0.05)(shape, random), shape, 'float32'));
  const lstm = (inputs: number, units: number): Lstm => ({
    kernel: weight(inputs + units, 4 * units),
    bias: weight(4 * units),
    units,
  });
  const sourceTable = weight(sourceVocabulary, E);
  const targetTable = weight(targetVocabulary, E);
  const [forward, backward, decoder] = [lstm(E, H / 2), lstm(E, H / 2), lstm(E + H, H)];
  const [keyKernel, queryKernel, v, outputKernel] = [weight(H, H), weight(H, H), weight(H, 1), weight(2 * H, H)];
  const [generator, generatorBias] = [weight(H, targetVocabulary), weight(targetVocabulary)];

  const source = tf.tensor1d(randomIds(B, S, sourceVocabulary, random).flat(), 'int32');
  const target = tf.tensor1d(randomIds(B, T, targetVocabulary, random).flat(), 'int32');

  const embed = (ids: tf.Tensor, table: Variable, vocabulary: number, length: number): Tensor2D[] => {
    const rows = tf.matMul(tf.cast(tf.oneHot(ids, vocabulary), 'float32') as Tensor2D, table);
    return tf.unstack(tf.reshape(rows, [B, length, E]), 1) as Tensor2D[];
  };
  const step = ({ kernel, bias }: Lstm, input: Tensor2D, { hidden, carry }: State): State => {
    const gates = tf.add(tf.matMul(tf.concat([input, hidden], 1), kernel as unknown as Tensor2D), bias);
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
      const inputs = embed(source, sourceTable, sourceVocabulary, S);
      const there = run(forward, inputs);
      const back = run(backward, inputs.toReversed()).toReversed();
      const memory = tf.stack(
        there.map((hidden, s) => tf.concat([hidden, back[s] as Tensor2D], 1)),
        1,
      ) as Tensor3D;
      const flatMemory: Tensor2D = tf.reshape(memory, [B * S, H]);
      const keys: Tensor3D = tf.reshape(tf.matMul(flatMemory, keyKernel as unknown as Tensor2D), [B, S, H]);
      let state = zeroState(H);
      let feed: Tensor2D = tf.zeros([B, H]);
      const outputs = embed(target, targetTable, targetVocabulary, T).map((input) => {
        state = step(decoder, tf.concat([input, feed], 1), state);
        const query = tf.expandDims(tf.matMul(state.hidden, queryKernel as unknown as Tensor2D), 1);
        const hidden: Tensor2D = tf.reshape(tf.tanh(tf.add(keys, query)), [B * S, H]);
        const weights = tf.softmax(tf.reshape(tf.matMul(hidden, v as unknown as Tensor2D), [B, S]));
        const context: Tensor2D = tf.squeeze(tf.matMul(tf.expandDims(weights, 1), memory), [1]);
        feed = tf.tanh(tf.matMul(tf.concat([context, state.hidden], 1), outputKernel as unknown as Tensor2D));
        return feed;
      });
      const rows: Tensor2D = tf.reshape(tf.stack(outputs, 1), [B * T, H]);
      const logits = tf.add(tf.matMul(rows, generator as unknown as Tensor2D), generatorBias);
      const wanted = tf.cast(tf.oneHot(target, targetVocabulary), 'float32');
      return tf.neg<Scalar>(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 1)));
    });
};
