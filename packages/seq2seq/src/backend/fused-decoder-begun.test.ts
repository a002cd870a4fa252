// A decoder as one operation, begun not at the first step but from the state that earlier steps left.
import { composeAttention, mlpScorer } from '@seq2seq/attention';
import {
  type Attention,
  createParameterStore,
  type Encoded,
  fromSeed,
  lstmCell,
  luongDecoder,
  stackedCell,
} from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import { useBackend } from './use-backend.ts';

test('begun in the middle, all steps at once are the steps one after the other: the state has what was fed back', async () => {
  await useBackend('simd', { threads: 1 });
  const store = createParameterStore(fromSeed(3));
  const [B, S, T, E, H, D] = [2, 4, 3, 5, 8, 12];
  const attention = composeAttention({
    scorer: mlpScorer.create({ querySize: H, memorySize: D }, { units: 4 }, store.scope('scorer')),
    memorySize: D,
  }) as Attention;
  const cell = stackedCell([lstmCell({ inputSize: E + H, units: H }, store.scope('cell'))]);
  const decoder = luongDecoder(
    { cell, bridge: () => cell.initialState(B), attention, inputSize: E, inputFeeding: true },
    store,
  );
  const mode = { training: false } as const;
  tf.tidy(() => {
    const memory = { values: tf.randomNormal<tf.Rank.R3>([B, S, D], 0, 1, 'float32', 1), mask: tf.ones([B, S]) };
    const encoded = { memory, summary: tf.zeros([B, D]), finalStates: [] } as unknown as Encoded;
    const prepared = decoder.prepare(encoded);
    const inputs = tf.randomNormal<tf.Rank.R3>([B, T, E], 0, 1, 'float32', 2);
    const inputAt = (step: number): tf.Tensor2D => tf.squeeze(tf.slice(inputs, [0, step], [-1, 1]), [1]);
    const first = decoder.step(inputAt(0), decoder.start(encoded, prepared), prepared, mode);
    let { state } = first;
    const outputs = [1, 2].map((step) => {
      const stepped = decoder.step(inputAt(step), state, prepared, mode);
      state = stepped.state;
      return stepped.output;
    });
    const sequence = { inputs: tf.slice(inputs, [0, 1], [-1, 2]), state: first.state, prepared, mode };
    const unrolled = decoder.unroll?.({ ...sequence, givesContexts: false });
    expectClose(unrolled?.outputs.dataSync() as Float32Array, tf.stack(outputs, 1).dataSync(), { absolute: 1e-6 });
  });
  store.dispose();
});
