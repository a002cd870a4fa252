// The model with a pointer: the laws of any model over V + X tokens, and the mixture worked out in float64.
import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Scalar, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type DecoderKind, expectClose, expectGradients } from '../../testing/index.ts';
import { scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { assignParameters, saveParameters } from '../checkpoint/parameters-file.ts';
import { decoderKinds, widths } from '../decoder/__fixtures__/decoder-kinds.ts';
import { ConfigError } from '../errors/config-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { crossEntropy } from '../loss/cross-entropy.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { gatherRows } from '../tensor/tensor-tree.ts';
import { copiesOf } from './copies.ts';
import { tableEmbedding } from './embedding.ts';
import { linearReadout } from './linear-readout.ts';
import { pointerCopier } from './pointer-copier.ts';
import { seq2seqModel, type Seq2SeqModel } from './seq2seq-model.ts';
import type { SourceBatch } from './source-batch.ts';
import { tokenReader } from './source-reader.ts';
import { tokenBatch } from './token-batch.ts';

const [sourceSize, V, unk] = [9, 5, 1];
const notTraining = { training: false } as const;

const build = (kind: DecoderKind, { copies = true, seed = 1 } = {}): Seq2SeqModel => {
  const parameters = createParameterStore(scattered(seed));
  const { encoder, decoder } = kind.create(parameters);
  const { outputSize, contextSize } = decoder;
  const embedding = (side: 'source' | 'target', vocabularySize: number) =>
    tableEmbedding({ vocabularySize, size: widths[side] }, parameters.scope(`${side}.embedding`));
  const copierSizes = { outputSize, contextSize, embeddingSize: widths.target, unk };
  try {
    return seq2seqModel({
      parameters,
      source: tokenReader(embedding('source', sourceSize)),
      targetEmbedding: embedding('target', V),
      encoder,
      decoder,
      readout: linearReadout({ inputSize: outputSize, vocabularySize: V }, parameters.scope('generator')),
      ...(copies && { copier: pointerCopier(copierSizes, parameters.scope('copy')) }),
    });
  } catch (error) {
    parameters.dispose();
    throw error;
  }
};

/** Rows of source ids, and what each of their tokens is in the extended target vocabulary: 5 and 6 are not in it. */
const sourceRows = [
  { ids: [3, 7, 3, 8], extended: [2, 5, 2, 6] },
  { ids: [7], extended: [5] },
  { ids: [4, 6], extended: [3, 1] },
];
const pad = 0;

const batchOf = (rows: typeof sourceRows): SourceBatch => ({
  ...tokenBatch(
    rows.map(({ ids }) => ids),
    pad,
  ),
  copies: copiesOf(
    rows.map(({ extended }) => extended),
    { vocabularySize: V, pad },
  ),
});

/** The second and third token of some rows are such as the vocabulary lacks. */
const targets = (): Tensor2D =>
  tf.tensor2d(
    [
      [2, 5, 6],
      [2, 5, 3],
      [2, 1, 4],
    ],
    undefined,
    'int32',
  );

/** The same as a model reads them. */
const knownTargets = (): Tensor2D => {
  const known = targets()
    .arraySync()
    .map((row) => row.map((id) => (id < V ? id : unk)));
  return tf.tensor2d(known, undefined, 'int32');
};

const attending = [...decoderKinds].filter(([name]) => /^(Bahdanau|Luong).*dense bridge$/.test(name));

const withModel = (kind: DecoderKind, run: (model: Seq2SeqModel) => void): void => {
  const model = build(kind);
  run(model);
  model.dispose();
};

test('there are decoders to try', () => expect(attending.length).toBeGreaterThanOrEqual(3));

describe.each(attending)('%s', (_, kind) => {
  cpuTest('P(w) = pGen · softmax + (1 − pGen) · Σ weights at w, by loops, and sums to one', () =>
    withModel(kind, (model) => {
      const { logits, alignments, copyGates } = model.teacherForce(batchOf(sourceRows), targets(), notTraining);
      // The same weights without the copier: what would be generated.
      const plain = build(kind, { copies: false });
      const { copies: _copies, ...source } = batchOf(sourceRows);
      const generated = tf.softmax(plain.teacherForce(source, knownTargets(), notTraining).logits).arraySync();
      const [gates, weights] = [copyGates?.arraySync() as number[][], alignments?.arraySync() as number[][][]];
      const wanted = generated.flatMap((steps, b) =>
        steps.flatMap((probabilities, t) =>
          [...probabilities, 0, 0].map((probability, w) => {
            const gate = gates[b]?.[t] as number;
            const copied = (sourceRows[b]?.extended ?? []).reduce(
              (sum, id, s) => sum + (id === w ? (weights[b]?.[t]?.[s] as number) : 0),
              0,
            );
            return gate * probability + (1 - gate) * copied;
          }),
        ),
      );
      expect(logits.shape).toEqual([3, 3, V + 2]);
      expectClose(tf.exp(logits), wanted);
      expectClose(tf.sum(tf.exp(logits), 2), new Float32Array(9).fill(1));
      for (const gate of gates.flat()) expect(gate > 0.05 && gate < 0.95).toBe(true);
      plain.dispose();
    }),
  );

  cpuTest('stepping as a search does equals teacher forcing, also after rows were gathered', () =>
    withModel(kind, (model) => {
      const forced = model.teacherForce(batchOf(sourceRows), targets(), notTraining);
      const rows = Int32Array.of(2, 0, 0, 1);
      const first = model.begin(model.encode(batchOf(sourceRows), notTraining));
      const prepared = gatherRows(first.prepared, rows);
      let state = gatherRows(first.state, rows);
      const steps = (tf.unstack(gatherRows(targets(), rows), 1) as Tensor1D[]).map((lastTokens) => {
        const step = model.step(lastTokens, { prepared, state });
        state = step.state;
        return step;
      });
      expectClose(
        tf.stack(
          steps.map(({ logits }) => logits),
          1,
        ),
        gatherRows(forced.logits, rows),
      );
      expectClose(
        tf.stack(
          steps.map(({ copyGate }) => copyGate as Tensor1D),
          1,
        ),
        gatherRows(forced.copyGates as Tensor2D, rows),
      );
    }),
  );

  cpuTest('padding and neighbours change nothing', () =>
    withModel(kind, (model) => {
      const together = model.teacherForce(batchOf(sourceRows), targets(), notTraining).logits;
      for (const [row, source] of sourceRows.entries()) {
        const own = tf.slice<Rank.R2, Tensor2D>(targets(), [row, 0], [1, 3]);
        const alone = model.teacherForce(batchOf([source]), own, notTraining).logits;
        expectClose(tf.slice(together, [row, 0, 0], [1, 3, alone.shape[2]]), alone);
      }
      const { copies, ...source } = batchOf(sourceRows) as SourceBatch & { readonly ids: Tensor2D };
      // Whatever id stands at padding, 2 here, which the sources hold too.
      const longer = (ids: Tensor2D): Tensor2D => tf.concat([ids, tf.mul(2, tf.ones<Rank.R2>([3, 2], 'int32'))], 1);
      const padded: SourceBatch = {
        ids: longer(source.ids),
        mask: tf.concat([source.mask, tf.zeros<Rank.R2>([3, 2])], 1),
        copies: { ids: longer(copies?.ids as Tensor2D), extra: 2 },
      };
      expectClose(model.teacherForce(padded, targets(), notTraining).logits, together);
    }),
  );

  cpuTest('gradients of the whole model equal finite differences', () =>
    withModel(kind, (model) => {
      const wanted = tf.tensor1d([5, 6, 2, 5, 4, 3, 1, 3, 0], 'int32');
      const compute = (): Scalar => {
        const { logits } = model.teacherForce(batchOf(sourceRows), targets(), notTraining);
        return tf.div(crossEntropy(tf.reshape(logits, [9, V + 2]), wanted, tf.ones([9])), 9);
      };
      const copier = [...model.parameters.entries()].filter(([path]) => /^copy|table$|^generator/.test(path));
      expect(copier.map(([path]) => path)).toEqual(
        expect.arrayContaining(['copy.contextKernel', 'copy.stateKernel', 'copy.inputKernel', 'copy.bias']),
      );
      expectGradients(compute, new Map(copier), { samples: 4 });
    }),
  );
});

const [, anyKind] = attending[0] as [string, DecoderKind];

cpuTest('a token that the vocabulary lacks is read as unk, and where all are known there is nothing behind it', () =>
  withModel(anyKind, (model) => {
    const expected = model.teacherForce(batchOf(sourceRows), knownTargets(), notTraining);
    expectClose(model.teacherForce(batchOf(sourceRows), targets(), notTraining).logits, expected.logits, {
      absolute: 0,
    });
    const third = [sourceRows[2]] as typeof sourceRows;
    const begun = model.begin(model.encode(batchOf(third), notTraining));
    expect(model.step(tf.tensor1d([2], 'int32'), begun).logits.shape).toEqual([1, V]);
    expect([model.copies, model.targetVocabularySize]).toEqual([true, V]);
  }),
);

cpuTest('nothing is copied from padding, whoever made the weights', () => {
  const parameters = createParameterStore(scattered(1));
  const copier = pointerCopier({ outputSize: 2, embeddingSize: 2, contextSize: 2, unk }, parameters);
  const two: Tensor3D = tf.tensor3d([[[0.3, -0.2]]]);
  const { logits, gates } = copier.copy({
    logits: tf.tensor3d([[[0, 0, -1e9]]]),
    outputs: two,
    embeddings: two,
    contexts: two,
    alignments: tf.tensor3d([[[0.5, 0.25, 0.25]]]),
    ids: tf.tensor2d([[0, 2, 2]], undefined, 'int32'),
    mask: tf.tensor2d([[1, 0, 0]]),
  });
  const gate = gates.dataSync()[0] as number;
  expectClose(tf.exp(logits), [gate / 2 + (1 - gate) / 2, gate / 2, 0]);
  parameters.dispose();
});

test('a model with the weights of another, saved, copies the same', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const [model, other] = [build(anyKind, { seed: 1 }), build(anyKind, { seed: 2 })];
  const logitsOf = (of: Seq2SeqModel): Float32Array =>
    tf.tidy(() => of.teacherForce(batchOf(sourceRows), targets(), notTraining).logits.dataSync().slice() as never);
  expect(logitsOf(other)).not.toEqual(logitsOf(model));
  assignParameters(other.parameters, await saveParameters(model.parameters), 'the other');
  expect(logitsOf(other)).toEqual(logitsOf(model));
  model.dispose();
  other.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

cpuTest('what does not fit is refused, with both sides named', () => {
  const buildPlain = (context: string) => (): unknown =>
    build(decoderKinds.get(`plain, ${context}, dense bridge`) as DecoderKind);
  expect(buildPlain('every-step')).toThrow(
    'model: there is a copier, which copies from where the decoder looks, but the decoder does not attend',
  );
  expect(buildPlain('every-step')).toThrow(ConfigError);
  const joining: DecoderKind = {
    create: (parameters) => {
      const { encoder, decoder } = anyKind.create(parameters);
      return { decoder, encoder: { ...encoder, memoryLength: (length) => Math.ceil(length / 2) } };
    },
  };
  expect(() => build(joining)).toThrow('but the encoder joins positions, so that a weight belongs to no one token');
  expect(buildPlain('initial')).toThrow(
    'pointerCopier: it copies from where the decoder looks, but the decoder reads no context; give it an attention',
  );
  withModel(anyKind, (model) => {
    const { copies, ...source } = batchOf(sourceRows);
    const encode = (batch: SourceBatch) => (): unknown => model.encode(batch, notTraining);
    expect(encode(source)).toThrow('model.encode: the model copies, but the batch does not say what its tokens are');
    const ids = tf.zeros<Rank.R2>([3, 2], 'int32');
    expect(encode({ ...source, copies: { ids, extra: 0 } })).toThrow(
      'model.encode: copies.ids should be [B, S] with B = 3, S = 4, but is [3, 2]',
    );
    expect(encode({ ...source, copies: { ids: copies?.ids as Tensor2D, extra: -1 } })).toThrow('copies.extra is -1');
  });
  const plain = build(anyKind, { copies: false });
  expect(() => plain.encode(batchOf(sourceRows), notTraining)).toThrow(
    'the batch has copies, but the model does not copy',
  );
  plain.dispose();
  expect(() => copiesOf([[1, -1]], { vocabularySize: V, pad })).toThrow('copiesOf: -1 is no id');
  expect(() => copiesOf([[]], { vocabularySize: V, pad })).toThrow(ShapeError);
  expect(copiesOf([[1, 2], [8]], { vocabularySize: V, pad }).extra).toBe(4);
  expect(copiesOf([[1, 2]], { vocabularySize: V, pad }).extra).toBe(0);
});
