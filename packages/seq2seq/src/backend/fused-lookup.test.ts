// Embedded tokens of a small vocabulary, whose table the fused operations multiply instead: only where that changes nothing, held against
// the plain composition on backend-cpu.
import { composeAttention, mlpScorer } from '@seq2seq/attention';
import {
  createParameterStore,
  createRandom,
  embeddingLookup,
  forwardLayer,
  gruCell,
  type LayerCell,
  linearReadout,
  lstmCell,
  luongDecoder,
  type ParameterScope,
  recurrentEncoder,
  seq2seqModel,
  stackedCell,
  tokenReader,
  uniform,
  zeroBridge,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import { expectAgreement, readAll, waves } from './__fixtures__/backends-agree.ts';
import { useBackend } from './use-backend.ts';

const [B, S, V, E, H] = [4, 5, 6, 3, 8];

type EncoderCell = (parameters: ParameterScope) => LayerCell;

const encoders: Readonly<Record<string, EncoderCell>> = {
  Lstm: (parameters) => lstmCell({ inputSize: E, units: H }, parameters),
  Gru: (parameters) => gruCell({ inputSize: E, units: H }, {}, parameters),
};

/** A model that is given vectors, which it reads on both sides, and its scores as one number. */
type Given = {
  readonly table: Variable;
  readonly ids: Tensor;
  readonly lossOf: (vectors: Tensor) => Scalar;
};

/** Makes all that a scenario needs, and gives back what it does not return. */
const withModel = (create: EncoderCell, run: (given: Given) => Record<string, Tensor>): Record<string, Tensor> => {
  const store = createParameterStore((path, shape) => uniform(0.6)(shape, createRandom(3).fork(path)));
  const results = tf.tidy(() => {
    let vectors: Tensor = tf.zeros([B, S, E]);
    const embedding = { vocabularySize: V, size: E, embed: () => vectors };
    const cells = [lstmCell({ inputSize: E + H, units: H }, store.scope('decoder'))];
    const encoder = recurrentEncoder([forwardLayer(create(store.scope('encoder')))]);
    const scorer = mlpScorer.create({ querySize: H, memorySize: H }, { units: 4 }, store.scope('scorer'));
    const attention = composeAttention({ scorer, memorySize: H });
    const parts = { cell: stackedCell(cells), bridge: zeroBridge({ encoder, cells }), attention };
    const decoder = luongDecoder({ ...parts, inputSize: E, inputFeeding: true }, store.scope('attention'));
    const readout = linearReadout({ inputSize: H, vocabularySize: V }, store.scope('readout'));
    const sides = { source: tokenReader(embedding), targetEmbedding: embedding };
    const model = seq2seqModel({ parameters: store, ...sides, encoder, decoder, readout });
    const ids = tf.tensor2d(
      Int32Array.from({ length: B * S }, (_, i) => (i * i + 3) % V),
      [B, S],
      'int32',
    );
    const mask = tf.tensor2d(
      Float32Array.from({ length: B * S }, (_, i) => (i % S <= i / S ? 1 : 0)),
      [B, S],
    );
    return run({
      table: store.create('table', [V, E], uniform(1)),
      ids,
      lossOf: (given) => {
        vectors = given;
        const { logits } = model.teacherForce({ ids, mask }, ids, { training: false });
        return tf.sum(tf.mul(logits, tf.tensor3d(waves(logits.size, 0.7), logits.shape)));
      },
    });
  });
  store.dispose();
  return results;
};

const embed = (table: Tensor, ids: Tensor): Tensor3D => embeddingLookup(table as Tensor2D, ids) as Tensor3D;

/** What each call of a kernel was given while something ran, by name. */
const givenTo = (kernelName: string, run: () => void): string[][] => {
  const kernel = tf.getKernel(kernelName, 'simd') as { kernelFunc: tf.KernelFunc };
  const spy = vi.spyOn(kernel, 'kernelFunc');
  try {
    run();
    return spy.mock.calls.map(([{ inputs }]) => Object.keys(inputs));
  } finally {
    spy.mockRestore();
  }
};

const closeness = { absolute: 1e-4, relative: 1e-4 };

describe.each(Object.entries(encoders))('%s encoder', (name, create) => {
  const agree = (run: (given: Given) => Record<string, Tensor>): Promise<void> =>
    expectAgreement(() => readAll(withModel(create, run)), closeness);

  const kernels = [`Seq2Seq${name}Sequence`, 'Seq2SeqAttentionDecoder'];

  test('trained as usual, the table is what is multiplied, forward and back', async () => {
    await useBackend('simd', { threads: 2 });
    for (const kernel of kernels.flatMap((forward) => [forward, `${forward}Gradient`])) {
      const given = givenTo(kernel, () =>
        readAll(
          withModel(create, ({ table, ids, lossOf }) => {
            const { grads } = tf.variableGrads(() => lossOf(embed(table, ids)));
            return { gradient: grads[table.name] as Tensor };
          }),
        ),
      );
      expect(given).toHaveLength(1);
      expect(given[0]).toEqual(expect.arrayContaining(['table', 'ids']));
      expect(given[0]).not.toContain('inputs');
    }
  });

  test('not differentiated, too', async () => {
    await useBackend('simd', { threads: 2 });
    for (const kernel of kernels) {
      const given = givenTo(kernel, () =>
        readAll(withModel(create, ({ table, ids, lossOf }) => ({ loss: lossOf(embed(table, ids)) }))),
      );
      expect(given).toEqual([expect.arrayContaining(['table', 'ids'])]);
    }
  });

  test('the gradient by tokens that were embedded before', () =>
    agree(({ table, ids, lossOf }) => {
      const vectors = embed(table, ids);
      return { gradient: tf.grad((x) => lossOf(x))(vectors) };
    }));

  test('a table that was read before the differentiated function has no gradient', () =>
    agree(({ table, ids, lossOf }) => {
      const vectors = embed(table, ids);
      const { value, grads } = tf.variableGrads(() => lossOf(vectors));
      expect(grads[table.name]).toBeUndefined();
      return { value, ...Object.fromEntries(Object.values(grads).map((grad, i) => [`weight ${i}`, grad])) };
    }));

  test('the gradient by tokens that were embedded in the function around, and then by the table', () =>
    agree(({ table, ids, lossOf }) => {
      const inner: Record<string, Tensor> = {};
      const { grads } = tf.variableGrads(() => {
        const vectors = embed(table, ids);
        inner['gradient by the vectors'] = tf.keep(tf.grad((x) => lossOf(x))(vectors));
        return lossOf(vectors);
      });
      return { ...inner, 'gradient by the table': grads[table.name] as Tensor };
    }));

  test('the gradient by tokens that were embedded in another function inside the same one', () =>
    agree(({ table, ids, lossOf }) => {
      const inner: Tensor[] = [];
      tf.variableGrads(() => {
        let vectors: Tensor = table;
        tf.variableGrads(() => {
          vectors = tf.keep(embed(table, ids));
          return lossOf(vectors);
        });
        inner.push(tf.keep(tf.grad((x) => lossOf(x))(vectors)));
        vectors.dispose();
        return tf.sum(table);
      });
      return { gradient: inner[0] as Tensor };
    }));

  test('an embedding with a gradient of its own keeps it', () =>
    agree(({ table, ids, lossOf }) => {
      const embedThrice = tf.customGrad((x) => ({
        value: embed(x as Tensor, ids),
        gradFunc: (dy: Tensor) => tf.mul(3, tf.unsortedSegmentSum(tf.reshape(dy, [-1, E]), tf.reshape(ids, [-1]), V)),
      }));
      const { grads } = tf.variableGrads(() => lossOf(embedThrice(table)));
      return { gradient: grads[table.name] as Tensor };
    }));

  test('tokens stay what they were when their ids are gone', () =>
    agree(({ table, ids, lossOf }) => {
      const own = tf.add(ids, tf.zeros([1], 'int32'));
      const vectors = embed(table, own);
      own.dispose();
      return { loss: lossOf(vectors) };
    }));

  test('tokens stay what they were when their table changes, or is gone', () =>
    agree(({ table, ids, lossOf }) => {
      const vectors = embed(table, ids);
      table.assign(tf.mul(2, table));
      const copy = tf.mul(1, table);
      const others = embed(copy, ids);
      copy.dispose();
      return { changed: lossOf(vectors), gone: lossOf(others) };
    }));
});
