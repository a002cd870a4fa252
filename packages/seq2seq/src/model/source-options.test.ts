// Sources of tokens with factors and of frames: every option changes the numbers, and what is not asked for is refused.
import { factoredBatch, frameBatch, type Seq2SeqModel, ShapeError, type SourceBatch, tokenBatch } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../backend/use-backend.ts';
import type { ModelConfigInput } from '../config/model-config.ts';
import { buildModel } from './build-model.ts';

const modelOf = (source: ModelConfigInput['source']): Seq2SeqModel =>
  buildModel({
    source,
    target: { vocabulary: 8, embedding: 4 },
    encoder: { cell: 'gru', units: 5 },
    bridge: 'copy',
    decoder: { cell: 'gru', units: 5, context: 'attention' },
    attention: { query: 'current', scorer: { type: 'dot' } },
  });

const logitsOf = (source: ModelConfigInput['source'], batch: () => SourceBatch): number[] => {
  const model = modelOf(source);
  const before = tf.memory().numTensors;
  const logits = tf.tidy(() => {
    const given = tf.tensor2d([[2, 4, 5]], [1, 3], 'int32');
    return [...model.teacherForce(batch(), given, { training: false }).logits.dataSync()];
  });
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
  return logits;
};

beforeAll(() => useBackend('wasm'));

describe('factors', () => {
  const words = { vocabulary: 9, embedding: 3 };
  const tagged = (tags: number[]) => () => factoredBatch([[4, 5, 6, 3]], [[tags]], 0);
  const withTags = (embedding: number, combine: 'concat' | 'sum' = 'concat') => ({
    ...words,
    factors: [{ vocabulary: 6, embedding }],
    combine,
  });

  test('their ids, widths and how they are combined change the numbers', () => {
    const plain = logitsOf(words, () => tokenBatch([[4, 5, 6, 3]], 0));
    const all = [
      plain,
      logitsOf(withTags(3), tagged([4, 5, 4, 3])),
      logitsOf(withTags(3), tagged([5, 5, 4, 3])),
      logitsOf(withTags(2), tagged([4, 5, 4, 3])),
      logitsOf(withTags(3, 'sum'), tagged([4, 5, 4, 3])),
    ].map((logits) => logits.map((x) => x.toFixed(5)).join());
    expect(new Set(all).size).toBe(all.length);
  });

  test('their weights have names and shapes of their own', () => {
    const model = modelOf(withTags(2));
    const shapes = Object.fromEntries([...model.parameters.entries()].map(([path, { shape }]) => [path, shape]));
    expect(shapes['source.factors.0.table']).toEqual([6, 2]);
    expect(shapes['encoder.layers.0.forward.kernel']).toEqual([3 + 2, 15]);
    model.dispose();
  });

  test('batches without them, or with more, are refused', () => {
    expect(() => logitsOf(withTags(3), () => tokenBatch([[4, 3]], 0))).toThrow(ShapeError);
    expect(() => logitsOf(words, tagged([4, 5, 4, 3]))).toThrow('reads 0 factors beside each token, but 1 came');
  });
});

describe('frames', () => {
  const frames = () =>
    frameBatch(
      [
        [
          [0.1, -0.2],
          [0.4, 0.3],
          [-0.5, 0.9],
        ],
      ],
      2,
    );

  test('are read as they are, or projected, which changes the numbers', () => {
    const plain = logitsOf({ frames: 2 }, frames);
    const projected = logitsOf({ frames: 2, embedding: 6 }, frames);
    const louder = logitsOf({ frames: 2 }, () => ({ ...frames(), frames: tf.mul(frames().frames, 2) }));
    expect(plain).not.toEqual(projected);
    expect(plain).not.toEqual(louder);
  });

  test('tokens are refused where frames are read, and the other way round', () => {
    expect(() => logitsOf({ frames: 2 }, () => tokenBatch([[4, 3]], 0))).toThrow(
      /reads frames .* make it with frameBatch/,
    );
    expect(() => logitsOf({ vocabulary: 9, embedding: 3 }, frames)).toThrow(/reads tokens, .* make it with tokenBatch/);
  });
});
