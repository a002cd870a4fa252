import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';
import type { LanguageModelConfigInput } from '../config/language-model-config.ts';
import { buildLanguageModel } from './build-language-model.ts';

const plain: LanguageModelConfigInput = {
  target: { vocabulary: 8, embedding: 5 },
  decoder: { cell: 'gru', units: 5, layers: 2 },
};

const build = (config: LanguageModelConfigInput) => buildLanguageModel(config as never);

const logitsOf = (config: LanguageModelConfigInput): string => {
  const before = tf.memory().numTensors;
  const model = build(config);
  const logits = tf.tidy(() => {
    const given = tf.tensor2d([[2, 4, 5]], [1, 3], 'int32');
    return [...model.teacherForce(given, { training: false }).logits.dataSync()].map((x) => x.toFixed(5)).join();
  });
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return logits;
};

beforeAll(() => useBackend('wasm'));

test('weights are named as those of a translating decoder', () => {
  const model = build({ ...plain, tied: 'target-generator' });
  expect([...model.parameters.entries()].map(([path]) => path).toSorted()).toEqual(
    [
      'target.embedding.table',
      ...['0', '1'].flatMap((l) => ['kernel', 'recurrentKernel', 'bias'].map((name) => `decoder.layers.${l}.${name}`)),
      'generator.bias',
    ].toSorted(),
  );
  model.dispose();
});

test('every option changes the numbers', () => {
  const all = [
    plain,
    { ...plain, tied: 'target-generator' as const },
    { ...plain, output: { type: 'deep', units: 3 } },
    { ...plain, decoder: { ...plain.decoder, residual: true } },
    { ...plain, decoder: { ...plain.decoder, layers: 1 } },
    { ...plain, decoder: { ...plain.decoder, resetAfter: true } },
    { ...plain, decoder: { ...plain.decoder, cell: { type: 'gru', depth: 2 } } },
    { ...plain, decoder: { ...plain.decoder, zoneout: 0.3 } },
    { ...plain, decoder: { ...plain.decoder, cell: 'lstm' } },
  ].map(logitsOf);
  expect(new Set(all).size).toBe(all.length);
});

test.each<[LanguageModelConfigInput, RegExp]>([
  [
    { ...plain, decoder: { ...plain.decoder, cell: 'gruu' } },
    /config\.decoder\.cell: there is no cell "gruu"; did you mean/,
  ],
  [{ ...plain, source: {} } as never, /config: unknown key "source"/],
  [
    { ...plain, decoder: { ...plain.decoder, cell: 'rnn', resetAfter: true } },
    /resetAfter is true but decoder\.cell is rnn/,
  ],
  [{ ...plain, tied: 'target-generator', decoder: { ...plain.decoder, units: 6 } }, /reads 6 but .* is 5 wide/],
])('%j is refused, and nothing is left behind', (config, message) => {
  const before = tf.memory().numTensors;
  expect(() => build(config)).toThrow(ConfigError);
  expect(() => build(config)).toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});
