// A decoder without attention over a whole target: layer by layer with fused sequences on the SIMD backend, step by step on the other.
import {
  createParameterStore,
  type Encoded,
  fromSeed,
  gruCell,
  lstmCell,
  type Mode,
  plainDecoder,
  type PlainDecoderParts,
  createRandom,
  stackedCell,
  unrollDecoder,
  withDropout,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectAgreement, type Numbers, readAll, waves } from './__fixtures__/backends-agree.ts';
import { useBackend } from './use-backend.ts';

const [B, T, E, H, D] = [3, 5, 6, 8, 4];
type Context = PlainDecoderParts['context'];

/** Outputs, contexts and all gradients of a loss over them, dropping at each layer. */
const train = (context: Context): Numbers => {
  const store = createParameterStore(fromSeed(2));
  const shared = context === 'every-step' ? D : 0;
  const cells = [
    withDropout(lstmCell({ inputSize: E + shared, units: H }, store.scope('0')), 0.2),
    withDropout(gruCell({ inputSize: H + shared, units: H }, { resetAfter: true }, store.scope('1')), 0.4),
    gruCell({ inputSize: H + shared, units: H }, {}, store.scope('2')),
  ];
  const cell = stackedCell(cells, { residual: true, sharedInput: shared });
  const start = (size: number, frequency: number): Tensor2D => tf.tensor2d(waves(B * size, frequency), [B, size]);
  const results = tf.tidy(() => {
    const encoded = { summary: start(D, 0.3) } as unknown as Encoded;
    const first = { hidden: start(H, 0.7), carry: start(H, 0.9) };
    const bridge = () => ({ layers: [first, { hidden: start(H, 1.1) }, { hidden: start(H, 1.3) }] });
    const decoder = plainDecoder({ cell, bridge, inputSize: E, summarySize: D, context });
    const prepared = decoder.prepare(encoded);
    const inputs: Tensor3D = tf.tensor3d(waves(B * T * E, 1.7), [B, T, E]);
    const unroll = (mode: Mode) =>
      unrollDecoder(decoder, { inputs, state: decoder.start(encoded, prepared), prepared, mode, givesContexts: true });
    const { outputs, contexts } = unroll({ training: false });
    const weights = [...store.entries()];
    const { value, grads } = tf.variableGrads(
      () => tf.sum(tf.square(unroll({ training: true, random: createRandom(5) }).outputs)),
      weights.map(([, weight]) => weight),
    );
    const gradients = weights.map(([path, { name }]) => [path, grads[name] as tf.Tensor] as const);
    return { outputs, ...(contexts && { contexts }), value, ...Object.fromEntries(gradients) };
  });
  store.dispose();
  return readAll(results);
};

test.each<Context>(['initial', 'every-step'])(
  'context %s: all steps at once are the steps one after the other',
  (context) => expectAgreement(() => train(context), { absolute: 2e-5, relative: 1e-5 }),
);

test('each layer is one operation, whatever it adds and shares', async () => {
  await useBackend('simd', { threads: 1 });
  const { kernels } = await tf.profile(() => void train('every-step'));
  const sequences = kernels.map(({ name }) => name).filter((name) => name.endsWith('Sequence'));
  // Once without a tape and once with it.
  const layers = ['Seq2SeqLstmSequence', 'Seq2SeqGruSequence', 'Seq2SeqGruSequence'];
  expect(sequences).toEqual([...layers, ...layers]);
});
