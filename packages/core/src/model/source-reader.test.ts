import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { matricesOf, type Matrix } from '../cell/__fixtures__/plain-arrays.ts';
import { ConfigError } from '../errors/config-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import { tableEmbedding } from './embedding.ts';
import { factoredReader } from './factored-reader.ts';
import { frameBatch } from './frame-batch.ts';
import { frameReader } from './frame-reader.ts';
import { factoredBatch } from './source-batch.ts';
import { type SourceReader, tokenReader } from './source-reader.ts';
import { tokenBatch } from './token-batch.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  try {
    run(store);
  } finally {
    store.dispose();
  }
};

const words = [[3, 1, 2], [4]];
const parts = [[0, 1, 1], [2]];
const cases = [[1, 0, 1], [1]];

const rowOf = (table: Matrix | undefined, id: number | undefined): readonly number[] => table?.[id as number] ?? [];

const factored = (store: ParameterStore, combine: 'concat' | 'sum', widths: readonly number[]): SourceReader =>
  factoredReader(
    {
      embedding: tableEmbedding({ vocabularySize: 5, size: widths[0] as number }, store.scope('source.embedding')),
      factors: [
        { vocabularySize: 3, size: widths[1] as number },
        { vocabularySize: 2, size: widths[2] as number },
      ],
      combine,
    },
    store.scope('source'),
  );

cpuTest('tokens are embedded, whatever else stands beside them', () =>
  withStore((store) => {
    const embedding = tableEmbedding({ vocabularySize: 5, size: 3 }, store);
    const reader = tokenReader(embedding);
    expect([reader.size, reader.vocabularySize]).toEqual([3, 5]);
    const batch = tokenBatch(words, 0);
    expectClose(reader.read(batch), embedding.embed(batch.ids), { absolute: 0, relative: 0 });
  }),
);

describe('factors', () => {
  cpuTest('concat: the vectors of a position side by side, by hand', () =>
    withStore((store) => {
      const reader = factored(store, 'concat', [3, 2, 1]);
      expect([reader.size, reader.vocabularySize]).toEqual([6, 5]);
      const {
        'source.embedding.table': table,
        'source.factors.0.table': first,
        'source.factors.1.table': second,
      } = matricesOf(store);
      const vectors = reader.read(factoredBatch(words, [parts, cases], 0));
      expect(vectors.shape).toEqual([2, 3, 6]);
      const wanted = words.flatMap((row, b) =>
        [0, 1, 2].flatMap((s) => [
          ...rowOf(table, row[s] ?? 0),
          ...rowOf(first, parts[b]?.[s] ?? 0),
          ...rowOf(second, cases[b]?.[s] ?? 0),
        ]),
      );
      expectClose(vectors, wanted, { absolute: 0 });
    }),
  );

  cpuTest('sum: the vectors added up, and every table trains', () =>
    withStore((store) => {
      const reader = factored(store, 'sum', [2, 2, 2]);
      expect(reader.size).toBe(2);
      const tables = Object.values(matricesOf(store));
      const batch = factoredBatch(words, [parts, cases], 0);
      const wanted = words.flatMap((row, b) =>
        [0, 1, 2].flatMap((s) =>
          [0, 1].map((i) =>
            [row, parts[b], cases[b]].reduce((sum, ids, f) => sum + (rowOf(tables[f], ids?.[s] ?? 0)[i] as number), 0),
          ),
        ),
      );
      expectClose(reader.read(batch), wanted);
      expectGradients(() => tf.sum<Scalar>(tf.square(reader.read(batch))), store);
    }),
  );

  cpuTest('a factor more changes no other first value', () =>
    withStore((store) => {
      const before = matricesOf(store);
      factored(store, 'concat', [3, 2, 1]);
      const paths = [...store.entries()].map(([path]) => path);
      expect(paths).toEqual(['source.embedding.table', 'source.factors.0.table', 'source.factors.1.table']);
      expect(before).toEqual({});
    }),
  );

  cpuTest('what does not fit is refused', () =>
    withStore((store) => {
      expect(() => factored(store, 'sum', [3, 3, 2])).toThrow(
        "source.factors.1: it is 2 wide but the token's embedding is 3; make them equal or combine by",
      );
      expect(() => withStore((other) => void factored(other, 'sum', [2, 3, 2]))).toThrow(ConfigError);
      expect(() => factoredBatch(words, [[[0, 1, 1]]], 0)).toThrow('row 1 has 1 tokens but no ids in factor 0');
      expect(() => factoredBatch(words, [parts, [[1, 1], [1]]], 0)).toThrow('row 0 has 3 tokens but 2 ids in factor 1');
      expect(() => factoredBatch(words, [parts, [[1, 1], [1]]], 0)).toThrow(ShapeError);
    }),
  );
});

const frames = [
  [
    [1, 2],
    [3, 4],
  ],
  [[5, 6]],
];

describe('frames', () => {
  cpuTest('are read as they are', () =>
    withStore((store) => {
      const reader = frameReader({ frameSize: 2 }, store);
      expect([reader.size, reader.vocabularySize]).toEqual([2, undefined]);
      expectClose(reader.read(frameBatch(frames, 2)), [1, 2, 3, 4, 5, 6, 0, 0], { absolute: 0, relative: 0 });
      expect([...store.entries()]).toEqual([]);
    }),
  );

  cpuTest('are projected, by hand, and the projection trains', () =>
    withStore((store) => {
      const reader = frameReader({ frameSize: 2, size: 3 }, store.scope('source'));
      expect(reader.size).toBe(3);
      const { 'source.projection.kernel': kernel, 'source.projection.bias': bias } = matricesOf(store);
      const batch = frameBatch(frames, 2);
      const wanted = [...frames.flat(), [0, 0]].flatMap(([x = 0, y = 0]) =>
        [0, 1, 2].map((e) => x * (kernel?.[0]?.[e] ?? NaN) + y * (kernel?.[1]?.[e] ?? NaN) + (bias?.[0]?.[e] ?? NaN)),
      );
      expectClose(reader.read(batch), wanted);
      expectGradients(() => tf.mean<Scalar>(tf.square(reader.read(batch))), store, { tolerance: 2e-3 });
    }),
  );
});

cpuTest('a batch of another sort is a ShapeError that says how to make the right one', () =>
  withStore((store) => {
    const embedding = tableEmbedding({ vocabularySize: 5, size: 2 }, store);
    const readsTokens = tokenReader(embedding);
    const readsFactors = factored(store, 'concat', [2, 1, 1]);
    const readsFrames = frameReader({ frameSize: 2 }, store);
    const [tokens, withFactors] = [tokenBatch(words, 0), factoredBatch(words, [parts], 0)];
    expect(() => readsTokens.read(frameBatch(frames, 2))).toThrow(
      'tokenReader.read: the model reads tokens, but a batch of frames [2, 2, 2] came; make it with tokenBatch.',
    );
    expect(() => readsTokens.read(withFactors)).toThrow(
      'reads 0 factors beside each token, but 1 came; leave them out.',
    );
    expect(() => readsFactors.read(tokens)).toThrow(
      'factoredReader.read: the model reads 2 factors beside each token, but 0 came; make the batch with factoredBatch.',
    );
    expect(() => readsFactors.read(frameBatch(frames, 2))).toThrow('the model reads tokens, but a batch of frames');
    expect(() => readsFrames.read(tokens)).toThrow(
      'frameReader.read: the model reads frames [B, S, 2], but a batch of tokens [2, 3] came; make it with frameBatch.',
    );
    expect(() => readsFrames.read(frameBatch([[[1, 2, 3]]], 3))).toThrow(
      'frameReader.read: frames should be [B, S, 2] with B = 1, S = 1, but is [1, 1, 3]',
    );
    expect(() => readsFrames.read(tokens)).toThrow(ShapeError);
    const wide: Tensor2D = tf.zeros([2, 4], 'int32');
    expect(() => readsFactors.read({ ...tokens, factors: [tokens.ids, wide] })).toThrow(
      'factoredReader.read: factor 1 should be [B, S] with B = 2, S = 3, but is [2, 4]',
    );
    const read: Tensor3D = readsFrames.read(frameBatch(frames, 2));
    expect(read.shape).toEqual([2, 2, 2]);
  }),
);
