import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { type DecoderKind, expectClose, expectGradients } from '../../testing/index.ts';
import { scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { decoderKinds, widths } from '../decoder/__fixtures__/decoder-kinds.ts';
import { ConfigError } from '../errors/config-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { crossEntropy } from '../loss/cross-entropy.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { deepReadout } from './deep-readout.ts';
import { tableEmbedding } from './embedding.ts';
import { linearReadout } from './linear-readout.ts';
import { tokenReader } from './source-reader.ts';
import { type ModelParts, seq2seqModel, type Seq2SeqModel } from './seq2seq-model.ts';
import { tokenBatch, type TokenBatch } from './token-batch.ts';

const vocabulary = { source: 6, target: 5 } as const;
const notTraining = { training: false } as const;

const build = (kind: DecoderKind, deep: boolean, change: Partial<ModelParts> = {}): Seq2SeqModel => {
  const parameters = createParameterStore(scattered(1));
  const { encoder, decoder } = kind.create(parameters);
  const generator = (inputSize: number) =>
    linearReadout({ inputSize, vocabularySize: vocabulary.target }, parameters.scope('generator'));
  const sizes = {
    outputSize: decoder.outputSize,
    embeddingSize: widths.target,
    contextSize: decoder.contextSize,
    units: 3,
  };
  return seq2seqModel({
    parameters,
    source: tokenReader(
      tableEmbedding({ vocabularySize: vocabulary.source, size: widths.source }, parameters.scope('source.embedding')),
    ),
    targetEmbedding: tableEmbedding(
      { vocabularySize: vocabulary.target, size: widths.target },
      parameters.scope('target.embedding'),
    ),
    encoder,
    decoder,
    readout: deep ? deepReadout(sizes, generator(3), parameters.scope('output')) : generator(decoder.outputSize),
    ...change,
  });
};

const withModel = (kind: DecoderKind, deep: boolean, run: (model: Seq2SeqModel) => void): void => {
  const model = build(kind, deep);
  run(model);
  model.dispose();
};

const sources = () => tokenBatch([[1, 2, 3, 4], [5], [2, 2]], 0);
const targets = (): Tensor2D =>
  tf.tensor2d(
    [
      [2, 0, 1],
      [2, 4, 3],
      [2, 1, 1],
    ],
    undefined,
    'int32',
  );
const anyKind = decoderKinds.get('Bahdanau, dense bridge') as DecoderKind;

describe.each([...decoderKinds])('%s', (_, kind) => {
  for (const deep of [false, true]) {
    cpuTest(`teacher forcing equals stepping as a search does, ${deep ? 'deep' : 'linear'} readout`, () =>
      withModel(kind, deep, (model) => {
        const forced = model.teacherForce(sources(), targets(), notTraining);
        expect(forced.logits.shape).toEqual([3, 3, vocabulary.target]);
        expect(forced.alignments?.shape).toEqual(model.attends ? [3, 3, 4] : undefined);

        const { prepared, state: first } = model.begin(model.encode(sources(), notTraining));
        let state = first;
        const steps = (tf.unstack(targets(), 1) as Tensor1D[]).map((lastTokens) => {
          const step = model.step(lastTokens, { prepared, state });
          state = step.state;
          return step;
        });
        expectClose(
          forced.logits,
          tf.stack(
            steps.map(({ logits }) => logits),
            1,
          ),
        );
        for (const { alignment } of steps) expect(alignment !== undefined).toBe(model.attends);
        if (forced.alignments) {
          expectClose(
            forced.alignments,
            tf.stack(
              steps.map(({ alignment }) => alignment as Tensor2D),
              1,
            ),
          );
        }
      }),
    );
  }

  cpuTest('padding and neighbours change nothing from end to end', () =>
    withModel(kind, true, (model) => {
      const together = model.teacherForce(sources(), targets(), notTraining).logits;
      const alone = model.teacherForce(tokenBatch([[5]], 0), tf.slice(targets(), [1, 0], [1, 3]), notTraining).logits;
      expectClose(tf.slice(together, [1, 0, 0], [1, 3, vocabulary.target]), alone);
      const { ids, mask } = sources();
      const longer: TokenBatch = {
        ids: tf.concat([ids, tf.ones<Rank.R2>([3, 2], 'int32')], 1),
        mask: tf.concat([mask, tf.zeros<Rank.R2>([3, 2])], 1),
      };
      expectClose(model.teacherForce(longer, targets(), notTraining).logits, together);
    }),
  );
});

cpuTest('the gradient of the whole model equals finite differences', () =>
  withModel(anyKind, true, (model) => {
    const wanted = tf.tensor1d([0, 1, 3, 4, 3, 3, 1, 1, 3], 'int32');
    const compute = (): Scalar => {
      const { logits } = model.teacherForce(sources(), targets(), notTraining);
      const rows: Tensor2D = tf.reshape(logits, [9, vocabulary.target]);
      return tf.div(crossEntropy(rows, wanted, tf.ones([9])), 9);
    };
    // Maxout has kinks, which a smaller step avoids.
    expectGradients(compute, model.parameters, { step: 2 ** -9, samples: 3 });
  }),
);

cpuTest('says what it is made of', () =>
  withModel(anyKind, false, (model) => {
    expect(model.sourceVocabularySize).toBe(vocabulary.source);
    expect(model.targetVocabularySize).toBe(vocabulary.target);
    expect(model.attends).toBe(true);
    const paths = [...model.parameters.entries()].map(([path]) => path);
    expect(paths).toContain('source.embedding.table');
    expect(paths).toContain('decoder.layers.0.kernel');
  }),
);

cpuTest('encode embeds, then encodes', () => {
  const parameters = createParameterStore(scattered(1));
  const { encoder } = anyKind.create(parameters);
  const model = build(anyKind, false, { encoder });
  const table = new Map(model.parameters.entries()).get('source.embedding.table') as Tensor2D;
  const { ids, mask } = sources();
  const inputs = tf.reshape(tf.gather(table, tf.reshape<Rank.R1>(ids, [-1])), [3, 4, widths.source]);
  const wanted = encoder.encode(inputs as tf.Tensor3D, mask, notTraining);
  expectSameTree('encoded', snapshotOf(model.encode({ ids, mask }, notTraining)), snapshotOf(wanted), exactly);
  model.dispose();
  parameters.dispose();
});

cpuTest('the mode reaches encoder and decoder', () => {
  const modes: unknown[] = [];
  const parameters = createParameterStore(scattered(1));
  const { encoder, decoder } = anyKind.create(parameters);
  const model = build(anyKind, false, {
    encoder: { ...encoder, encode: (inputs, mask, mode) => (modes.push(mode), encoder.encode(inputs, mask, mode)) },
    decoder: { ...decoder, step: (...given) => (modes.push(given[3]), decoder.step(...given)) },
  });
  const training = { training: true, random: createRandom(1) } as const;
  model.teacherForce(sources(), targets(), training);
  expect(modes).toEqual([training, training, training, training]);
  model.dispose();
  parameters.dispose();
});

test('dispose frees every weight', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const model = build(anyKind, true);
  expect(tf.memory().numTensors - before).toBe([...model.parameters.entries()].length);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

cpuTest('embeddings of another width are a ConfigError that names both sides', () => {
  const embedding = (size: number) => ({ vocabularySize: 4, size, embed: (ids: tf.Tensor) => ids });
  const buildWith = (change: Partial<ModelParts>) => (): unknown => {
    const parameters = createParameterStore(scattered(1));
    try {
      const { encoder, decoder } = anyKind.create(parameters);
      return seq2seqModel({
        parameters,
        source: tokenReader(embedding(widths.source)),
        targetEmbedding: embedding(widths.target),
        encoder,
        decoder,
        readout: { vocabularySize: 4, readsInputs: false, read: ({ outputs }) => outputs },
        ...change,
      });
    } finally {
      parameters.dispose();
    }
  };
  expect(buildWith({})).not.toThrow();
  expect(buildWith({ source: tokenReader(embedding(7)) })).toThrow(
    'model: the source embedding is 7 wide but the encoder reads 3; make them equal.',
  );
  expect(buildWith({ targetEmbedding: embedding(7) })).toThrow(
    'model: the target embedding is 7 wide but the decoder reads 2; make them equal.',
  );
  expect(buildWith({ targetEmbedding: embedding(7) })).toThrow(ConfigError);
  expect(buildWith({ source: tokenReader(embedding(7)) })).toThrow(
    expect.objectContaining({ path: 'source.embedding' }),
  );
});

cpuTest('sources and targets of different sizes are a ShapeError', () =>
  withModel(anyKind, false, (model) => {
    const { ids, mask } = sources();
    const narrow: Tensor2D = tf.slice(mask, [0, 0], [3, 2]);
    expect(() => model.encode({ ids, mask: narrow }, notTraining)).toThrow(
      'model.encode: mask should be [B, S] with B = 3, S = 4, but is [3, 2]',
    );
    const fewer: Tensor2D = tf.slice(targets(), [0, 0], [2, 3]);
    const force = (): unknown => model.teacherForce({ ids, mask }, fewer, notTraining);
    expect(force).toThrow('model.teacherForce: targetInput should be [B, T] with B = 3, but is [2, 3]');
    expect(force).toThrow(ShapeError);
  }),
);
