import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { type DecoderKind, expectClose, expectGradients } from '../../testing/index.ts';
import { scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { decoderKinds, widths } from '../decoder/__fixtures__/decoder-kinds.ts';
import { ConfigError } from '../errors/config-error.ts';
import { crossEntropy } from '../loss/cross-entropy.ts';
import { zeros } from '../parameters/initializers.ts';
import { createParameterStore, fromZeros, type ParameterSource } from '../parameters/parameter-store.ts';
import { withValues } from '../parameters/with-values.ts';
import { deepReadoutKind } from './deep-readout.ts';
import type { GeneratorMaker, Readout } from './readout.ts';
import { seq2seqModel, type Seq2SeqModel } from './seq2seq-model.ts';
import { tokenReader } from './source-reader.ts';
import { tiedReadout } from './tied-readout.ts';
import { tokenBatch } from './token-batch.ts';
import { type EmbeddingSizes, type Tying, vocabularyParts } from './vocabulary-parts.ts';

const V = 5;
// As the decoders under test want it, of which a deep readout makes what the generator reads.
const E = widths.target;
const sizes = { source: { vocabularySize: V, size: E }, target: { vocabularySize: V, size: E } } as const;
const anyKind = decoderKinds.get('Luong with input feeding, dense bridge') as DecoderKind;

/** The deep readout, whose width can be chosen. */
const readoutOf = (
  model: Pick<Parameters<typeof seq2seqModel>[0], 'decoder' | 'parameters'>,
  generator: GeneratorMaker,
): Readout => {
  const { outputSize, contextSize } = model.decoder;
  const parts = { outputSize, contextSize, embeddingSize: E, vocabularySize: V };
  return deepReadoutKind.create(parts, { units: E }, model.parameters.scope('output'), generator);
};

/** An encoder that reads what the source embedding gives, whatever it would have read. */
const build = (tied: Tying, first: ParameterSource = scattered(1)): Seq2SeqModel => {
  const parameters = createParameterStore(first);
  const { encoder, decoder } = anyKind.create(parameters);
  const { source, target, generator } = vocabularyParts(sizes, tied, parameters);
  if (!source) throw new Error('there is a source');
  const reader = tokenReader(source);
  const widen = tf.tensor2d([0.5, -1, 0.25, 1, 0.75, -0.5], [E, widths.source]);
  return seq2seqModel({
    parameters,
    source: {
      ...reader,
      size: widths.source,
      read: (batch) => {
        const vectors = reader.read(batch);
        const [B, S] = vectors.shape;
        return tf.reshape(tf.matMul(tf.reshape<Rank.R2>(vectors, [B * S, E]), widen), [B, S, widths.source]);
      },
    },
    targetEmbedding: target,
    encoder,
    decoder,
    readout: readoutOf({ decoder, parameters }, generator),
  });
};

const lossOf = (model: Seq2SeqModel): Scalar => {
  const given = tf.tensor2d([2, 4, 0, 2, 1, 3], [2, 3], 'int32');
  const { logits } = model.teacherForce(tokenBatch([[1, 2, 4], [3]], 0), given, { training: false });
  const wanted = tf.tensor1d([4, 0, 3, 1, 3, 3], 'int32');
  return tf.div(crossEntropy(tf.reshape<Rank.R2>(logits, [6, V]), wanted, tf.ones([6])), 6);
};

const pathsOf = ({ parameters }: Seq2SeqModel): string[] =>
  [...parameters.entries()].map(([path]) => path).filter((path) => /\.embedding\.|^generator/.test(path));

const weightOf = ({ parameters }: Seq2SeqModel, path: string): Tensor =>
  new Map(parameters.entries()).get(path) as Tensor;

cpuTest('a shared table is one weight, with the name of the target embedding', () => {
  const paths: Readonly<Record<Tying, readonly string[]>> = {
    none: ['target.embedding.table', 'source.embedding.table', 'generator.kernel', 'generator.bias'],
    'source-target': ['target.embedding.table', 'generator.kernel', 'generator.bias'],
    'target-generator': ['target.embedding.table', 'source.embedding.table', 'generator.bias'],
    all: ['target.embedding.table', 'generator.bias'],
  };
  for (const tied of Object.keys(paths) as Tying[]) {
    const model = build(tied);
    expect(pathsOf(model)).toEqual(paths[tied]);
    expect([model.sourceVocabularySize, model.targetVocabularySize]).toEqual([V, V]);
    model.dispose();
  }
});

/** The model without tying whose weights are those of a tied one. */
const untied = (model: Seq2SeqModel, tied: Tying): Seq2SeqModel => {
  const known = Object.fromEntries(
    [...model.parameters.entries()].map(([path, weight]) => [path, weight.dataSync<'float32'>().slice()]),
  );
  const table = weightOf(model, 'target.embedding.table') as Tensor2D;
  if (tied !== 'target-generator') known['source.embedding.table'] = table.dataSync<'float32'>().slice();
  if (tied !== 'source-target') known['generator.kernel'] = tf.transpose(table).dataSync<'float32'>().slice();
  return build('none', withValues(fromZeros, known));
};

const gradientsByPath = (model: Seq2SeqModel): Map<string, Tensor> => {
  const entries = [...model.parameters.entries()];
  const { grads } = tf.variableGrads(
    () => lossOf(model),
    entries.map(([, weight]) => weight),
  );
  return new Map(entries.map(([path, { name }]) => [path, grads[name] as Tensor]));
};

describe.each<Tying>(['source-target', 'target-generator', 'all'])('%s', (tied) => {
  cpuTest('computes what three tables of the same numbers do, and learns from all of their uses', () => {
    const model = build(tied);
    const apart = untied(model, tied);
    expectClose(lossOf(model), lossOf(apart));
    const [together, each] = [gradientsByPath(model), gradientsByPath(apart)];
    const uses = [each.get('target.embedding.table') as Tensor];
    if (tied !== 'target-generator') uses.push(each.get('source.embedding.table') as Tensor);
    if (tied !== 'source-target') uses.push(tf.transpose(each.get('generator.kernel') as Tensor));
    expectClose(together.get('target.embedding.table') as Tensor, tf.addN(uses));
    for (const part of uses) expect(tf.sum(tf.abs(part)).dataSync()[0]).toBeGreaterThan(1e-4);
    model.dispose();
    apart.dispose();
  });

  cpuTest('the gradient of the shared table equals finite differences', () => {
    const model = build(tied);
    const table = [...model.parameters.entries()].filter(([path]) => /table$|generator/.test(path));
    expectGradients(() => lossOf(model), new Map(table), { step: 2 ** -8 });
    model.dispose();
  });
});

cpuTest('what cannot be shared is a ConfigError that names both sides', () => {
  const make = (source: EmbeddingSizes | undefined, tied: Tying) => (): unknown => {
    const store = createParameterStore(fromZeros);
    try {
      return vocabularyParts({ ...(source && { source }), target: sizes.target }, tied, store).generator(7);
    } finally {
      store.dispose();
    }
  };
  expect(make(undefined, 'none')).not.toThrow();
  expect(make({ vocabularySize: 6, size: E }, 'all')).toThrow(
    `tied: it is all, but the source embedding is [6, ${E}] and the target's is [${V}, ${E}]`,
  );
  expect(make({ vocabularySize: V, size: 7 }, 'source-target')).toThrow(`the source embedding is [${V}, 7] and`);
  expect(make(undefined, 'source-target')).toThrow('the source has no embedding to share with the target');
  expect(make(sizes.source, 'target-generator')).toThrow(
    `generator: it reads 7 but the target embedding that it is tied to is ${E} wide; make them equal or untie them.`,
  );
  expect(make(sizes.source, 'all')).toThrow(ConfigError);
});

cpuTest('an embedding that is more than a table cannot end a model', () => {
  const store = createParameterStore(fromZeros);
  const weight = store.create('other', [1], zeros);
  expect(() => tiedReadout(E, { vocabularySize: V, size: E, embed: () => weight }, store)).toThrow(
    'generator: it is tied to the target embedding, which has no single table',
  );
  store.dispose();
});
