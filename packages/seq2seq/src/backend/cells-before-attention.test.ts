// Luong's decoder without input feeding and with a scorer of one's own: on the SIMD backend cells go through the whole target first, on
// the other all goes step by step.
import { composeAttention, generalScorer, type Normalizer, sparsemaxNormalizer } from '@seq2seq/attention';
import {
  createParameterStore,
  createRandom,
  type Encoded,
  fromSeed,
  gruCell,
  lstmCell,
  luongDecoder,
  type Mode,
  stackedCell,
  unrollDecoder,
  withDropout,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectAgreement, type Numbers, readAll, waves } from './__fixtures__/backends-agree.ts';
import { useBackend } from './use-backend.ts';

const [B, S, T, E, H, D] = [3, 5, 4, 6, 8, 4];

/** Outputs, contexts, alignments and all gradients of a loss over them, dropping at each layer. */
const train = (normalize?: Normalizer): Numbers => {
  const store = createParameterStore(fromSeed(2));
  const cells = [
    withDropout(lstmCell({ inputSize: E, units: H }, store.scope('0')), 0.2),
    withDropout(gruCell({ inputSize: H, units: H }, {}, store.scope('1')), 0.4),
  ];
  const scorer = generalScorer.create({ querySize: H, memorySize: D }, {}, store.scope('scorer'));
  const start = (size: number, frequency: number): Tensor2D => tf.tensor2d(waves(B * size, frequency), [B, size]);
  const results = tf.tidy(() => {
    const layers = [{ hidden: start(H, 0.7), carry: start(H, 0.9) }, { hidden: start(H, 1.1) }];
    const attention = composeAttention({ scorer, memorySize: D, ...(normalize && { normalize }) });
    const parts = {
      cell: stackedCell(cells),
      bridge: () => ({ layers }),
      attention,
      inputSize: E,
      inputFeeding: false,
    };
    const decoder = luongDecoder(parts, store.scope('attention'));
    const mask = tf.tensor2d([5, 3, 1].map((length) => Array.from({ length: S }, (_, s) => (s < length ? 1 : 0))));
    const values: Tensor3D = tf.mul(tf.tensor3d(waves(B * S * D, 0.7), [B, S, D]), tf.expandDims(mask, 2));
    const encoded: Encoded = { memory: { values, mask }, summary: tf.zeros([B, D]), finalStates: [] };
    const inputs = tf.tensor3d(waves(B * T * E, 1.7), [B, T, E]);
    const unroll = (mode: Mode) => {
      const prepared = decoder.prepare(encoded);
      const state = decoder.start(encoded, prepared);
      return unrollDecoder(decoder, { inputs, state, prepared, mode, givesContexts: true });
    };
    const weights = [...store.entries()];
    const { value, grads } = tf.variableGrads(
      () => {
        const given = Object.values(unroll({ training: true, random: createRandom(5) }));
        return tf.addN(
          given.map((part, i) => tf.sum<Scalar>(tf.mul(part, tf.tensor(waves(part.size, i + 0.4), part.shape)))),
        );
      },
      weights.map(([, weight]) => weight),
    );
    const gradients = weights.map(([path, { name }]) => [path, grads[name] as tf.Tensor] as const);
    return { ...unroll({ training: false }), value, ...Object.fromEntries(gradients) };
  });
  store.dispose();
  return readAll(results);
};

test.each<[string, Normalizer | undefined]>([
  ['softmax', undefined],
  ['sparsemax', sparsemaxNormalizer.create({ querySize: H, memorySize: D }, {}, createParameterStore(fromSeed(1)))],
])('%s: cells first and attention then are the steps one after the other', (_, normalize) =>
  expectAgreement(() => train(normalize), { absolute: 2e-5, relative: 1e-5 }),
);

test('each layer is one operation, and attention one for each step', async () => {
  await useBackend('simd', { threads: 1 });
  const { kernels } = await tf.profile(() => void train());
  const count = (name: string): number => kernels.filter((kernel) => kernel.name === name).length;
  // Once with a tape and once without.
  expect(['Seq2SeqLstmSequence', 'Seq2SeqGruSequence', 'Seq2SeqAttend'].map(count)).toEqual([2, 2, 2 * T]);
});
