import { fromSeed } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { buildModel, useBackend } from 'seq2seq';
import { expect, test } from 'vitest';
import { type BenchmarkCase, modelOf } from '../cases.ts';
import { decodedBatch, seq2seqSide } from './seq2seq.ts';

const shapes: BenchmarkCase = {
  sourceVocabulary: 8,
  targetVocabulary: 9,
  embedding: 4,
  units: 6,
  batch: 2,
  sourceLength: 5,
  targetLength: 7,
};
/** What ends a hypothesis anywhere else. */
const eos = 3;

test.each(['cpu', 'simd'] as const)('on %s every hypothesis is followed to full length', async (backend) => {
  await useBackend(backend, { threads: 1 });
  const model = buildModel(modelOf(shapes), {
    // A readout that always wants to end, by far.
    parameters: (path, shape, initializer) =>
      path === 'generator.bias'
        ? Float32Array.from({ length: shapes.targetVocabulary }, (_, token) => (token === eos ? 20 : 0))
        : fromSeed(1)(path, shape, initializer),
  });
  for (const beam of [1, 3]) {
    for (const batch of [1, 4]) {
      const before = tf.memory().numTensors;
      const decode = decodedBatch(model, { what: 'decode', shapes, backend, threads: 1, beam, batch });
      for (let time = 0; time < 2; time++) {
        const found = await decode();
        expect(found).toHaveLength(batch);
        for (const hypotheses of found) {
          expect(hypotheses.map(({ tokens }) => tokens.length)).toEqual(Array(beam).fill(shapes.targetLength));
          expect(hypotheses.flatMap(({ tokens }) => [...tokens])).not.toContain(eos);
        }
      }
      expect(tf.memory().numTensors).toBe(before);
    }
  }
  model.dispose();
});

test('each piece of training is one step on the same batch, and leaves no tensor behind', async () => {
  const train = await seq2seqSide({ what: 'train', shapes, backend: 'cpu', threads: 1 });
  await train();
  const before = tf.memory().numTensors;
  for (let step = 0; step < 3; step++) await train();
  expect(tf.memory().numTensors).toBe(before);
});
