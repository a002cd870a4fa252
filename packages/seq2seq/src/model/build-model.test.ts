import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';
import type { ModelConfigWith } from '../catalog/config-of.ts';
import { buildModel } from './build-model.ts';

type Config = ModelConfigWith<Record<never, never>>;

const plain: Config = {
  source: { vocabulary: 9, embedding: 3 },
  target: { vocabulary: 8, embedding: 2 },
  encoder: { cell: 'gru', units: 4 },
  bridge: 'zero',
  decoder: { cell: 'gru', units: 5, context: 'initial' },
};
const attending: Config = {
  ...plain,
  decoder: { ...plain.decoder, context: 'attention' },
  attention: { query: 'current', scorer: { type: 'general' } },
};

beforeAll(() => useBackend('wasm'));

describe('parts that do not fit each other are refused with the widths of both, and nothing is left behind', () => {
  test.each<[string, Config, RegExp]>([
    [
      'dot over unequal widths',
      { ...attending, attention: { query: 'current', scorer: { type: 'dot' } } },
      /dot scorer: query is 5 wide but memory is 4/,
    ],
    [
      'dot over a bidirectional memory',
      {
        ...attending,
        encoder: { cell: 'gru', units: 5, direction: 'bidirectional' },
        attention: { query: 'previous', scorer: { type: 'dot' } },
      },
      /query is 5 wide but memory is 10/,
    ],
    [
      'copy between unequal widths',
      { ...plain, bridge: 'copy' },
      /hidden of encoder layer 0 is 4 wide but that of decoder layer 0 is 5/,
    ],
    [
      'copy of a carry that is not there',
      { ...plain, bridge: 'copy', decoder: { ...plain.decoder, cell: 'lstm', units: 4 } },
      /decoder layer 0 has a carry, which encoder layer 0 lacks/,
    ],
    [
      'residual in an encoder of one layer',
      { ...plain, encoder: { ...plain.encoder, residual: true } },
      /residual is on but no layer gives as much as it reads \(3 → 4\)/,
    ],
    [
      'residual in a decoder of one layer',
      { ...plain, decoder: { ...plain.decoder, residual: true } },
      /residual is on but no layer above the first gives as much as it reads \(1 layers of 5 units\)/,
    ],
  ])('%s', (_, config, message) => {
    const before = tf.memory().numTensors;
    expect(() => buildModel(config)).toThrow(ConfigError);
    expect(() => buildModel(config)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each<[string, Config]>([
    ['copy between equal widths', { ...plain, bridge: 'copy', decoder: { ...plain.decoder, units: 4 } }],
    [
      'copy from a bidirectional encoder',
      {
        ...plain,
        bridge: 'copy',
        encoder: { cell: 'gru', units: 4, direction: 'bidirectional' },
        decoder: { ...plain.decoder, units: 8 },
      },
    ],
    ['dense between any', { ...plain, bridge: 'dense', decoder: { ...plain.decoder, cell: 'lstm' } }],
    ['residual where the embedding is as wide', { ...plain, encoder: { ...plain.encoder, units: 3, residual: true } }],
    ['residual above the first layer', { ...plain, decoder: { ...plain.decoder, layers: 2, residual: true } }],
  ])('%s is fine', (_, config) => {
    const before = tf.memory().numTensors;
    buildModel(config).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('weights have the names and shapes of the checkpoint format', () => {
  const model = buildModel({
    ...attending,
    encoder: { cell: 'lstm', units: 4, layers: 2, direction: 'bidirectional' },
    bridge: 'dense',
    decoder: { cell: 'gru', units: 5, layers: 2, context: 'attention', resetAfter: true, inputFeeding: true },
    attention: { query: 'current', scorer: { type: 'mlp', units: 6 } },
  });
  const shapes = Object.fromEntries([...model.parameters.entries()].map(([path, { shape }]) => [path, shape]));
  const lstm = (input: number, name: string): Record<string, number[]> => ({
    [`${name}.kernel`]: [input, 16],
    [`${name}.recurrentKernel`]: [4, 16],
    [`${name}.bias`]: [16],
  });
  const gru = (input: number, name: string): Record<string, number[]> => ({
    [`${name}.kernel`]: [input, 15],
    [`${name}.recurrentKernel`]: [5, 15],
    [`${name}.bias`]: [15],
    [`${name}.recurrentBias`]: [15],
  });
  expect(shapes).toEqual({
    'source.embedding.table': [9, 3],
    'target.embedding.table': [8, 2],
    ...lstm(3, 'encoder.layers.0.forward'),
    ...lstm(3, 'encoder.layers.0.backward'),
    ...lstm(8, 'encoder.layers.1.forward'),
    ...lstm(8, 'encoder.layers.1.backward'),
    'bridge.0.h.kernel': [8, 5],
    'bridge.0.h.bias': [5],
    'bridge.1.h.kernel': [8, 5],
    'bridge.1.h.bias': [5],
    ...gru(2 + 5, 'decoder.layers.0'),
    ...gru(5, 'decoder.layers.1'),
    'attention.scorer.queryKernel': [5, 6],
    'attention.scorer.keyKernel': [8, 6],
    'attention.scorer.v': [6],
    'attention.output.kernel': [13, 5],
    'generator.kernel': [5, 8],
    'generator.bias': [8],
  });
  model.dispose();
});

test('the same seed gives the same weights, and a layer more changes no other', () => {
  const valuesOf = (config: Config): Map<string, Float32Array> => {
    const model = buildModel(config);
    const values = new Map(
      [...model.parameters.entries()].map(([path, weight]) => [path, weight.dataSync<'float32'>().slice()]),
    );
    model.dispose();
    return values;
  };
  const one = valuesOf(attending);
  expect(valuesOf(attending)).toEqual(one);
  const deeper = valuesOf({ ...attending, decoder: { ...attending.decoder, layers: 2 } });
  expect(deeper.size).toBeGreaterThan(one.size);
  for (const [path, values] of one) expect(deeper.get(path), path).toEqual(values);
});
