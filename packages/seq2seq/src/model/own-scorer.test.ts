// A user's scorer in a catalog: its options are typed in the config, and it learns like a built-in one.
import { batchedDot, defineScorer } from '@seq2seq/attention';
import {
  ConfigError,
  constant as filledWith,
  createRandom,
  glorotUniform,
  saveParameters,
  type Seq2SeqModel,
} from '@seq2seq/core';
import { adam, constant, createTrainer } from '@seq2seq/train';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lettersOf } from '../__fixtures__/small-models.ts';
import { useBackend } from '../backend/use-backend.ts';
import { trainableModel } from '../training/trainable.ts';
import { builtInScorers } from '../catalog/catalog.ts';
import type { ModelConfigWith, ScorerConfigOf } from '../catalog/config-of.ts';
import { buildModel } from './build-model.ts';

const unitLength = <T extends tf.Tensor>(values: T): T =>
  tf.div(values, tf.sqrt(tf.add(tf.sum(tf.square(values), -1, true), 1e-6)));

/** Angle instead of length: sharpness · cos(W q, m). */
const cosineScorer = defineScorer(
  ({ querySize, memorySize }, { sharpness }: { readonly sharpness: number }, parameters) => {
    if (!(sharpness > 0))
      throw new ConfigError(`cosine scorer: sharpness is ${sharpness}.`, 'attention.scorer.sharpness');
    const project = parameters.create('project', [querySize, memorySize], glorotUniform);
    const scale = parameters.create('scale', [], filledWith(sharpness));
    return {
      prepare: (values: tf.Tensor3D): tf.Tensor3D => unitLength(values),
      score: (query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D =>
        tf.mul(batchedDot(unitLength(tf.matMul(query, project)), keys), scale),
    };
  },
);

const scorers = { ...builtInScorers, cosine: cosineScorer };

const parts = {
  source: { vocabulary: 8, embedding: 4 },
  target: { vocabulary: 8, embedding: 4 },
  encoder: { cell: 'gru', units: 5 },
  bridge: 'copy',
  decoder: { cell: 'gru', units: 5, context: 'attention' },
} as const;

beforeAll(() => useBackend('wasm'));

const build = (scorer: ScorerConfigOf<typeof scorers>): Seq2SeqModel =>
  buildModel({ ...parts, attention: { query: 'current', scorer } }, { scorers });
const buildPlain = (config: ModelConfigWith<Record<never, never>>): Seq2SeqModel => buildModel(config);
const plainWith = (scorer: ScorerConfigOf<typeof builtInScorers>): Seq2SeqModel =>
  buildModel({ ...parts, attention: { query: 'current', scorer } });

// Each line under an `expect-error` is an error of the compiler, or the type check of this file fails.
describe('what does not compile does not build either', () => {
  test('kinds and options of a catalog with a kind of its own', () => {
    // @ts-expect-error there is no such kind
    const unknownKind = (): unknown => build({ type: 'cosin', sharpness: 8 });
    // @ts-expect-error sharpness is missing
    const missing = (): unknown => build({ type: 'cosine' });
    // @ts-expect-error sharpness is misspelt
    const misspelt = (): unknown => build({ type: 'cosine', sharpnes: 8 });
    // @ts-expect-error sharpness is a number
    const mistyped = (): unknown => build({ type: 'cosine', sharpness: 'very' });
    expect(unknownKind).toThrow('there is no scorer "cosin"; did you mean "cosine"?');
    expect(missing).toThrow('sharpness is undefined');
    expect(misspelt).toThrow('sharpness is undefined');
    expect(mistyped).toThrow('sharpness is very');
  });

  test('kinds and options of the built-in catalog', () => {
    // @ts-expect-error not without the catalog that has it
    const notBuiltIn = (): unknown => plainWith({ type: 'cosine', sharpness: 8 });
    // @ts-expect-error units is missing
    const missing = (): unknown => plainWith({ type: 'mlp' });
    // @ts-expect-error units is misspelt
    const misspelt = (): unknown => plainWith({ type: 'mlp', unit: 5 });
    // @ts-expect-error a config has no such part
    const unknownPart = (): unknown => buildPlain({ ...parts, decodr: {} });
    // @ts-expect-error a config has more parts
    const missingParts = (): unknown => buildPlain({ bridge: 'copy' });
    expect(notBuiltIn).toThrow('there is no scorer "cosine"');
    expect(missing).toThrow(/attention\.scorer\.units/);
    expect(misspelt).toThrow('unknown key "unit"; did you mean "units"?');
    expect(unknownPart).toThrow('did you mean "decoder"?');
    expect(missingParts).toThrow('config.encoder');
  });
});

test('a built-in kind may be replaced; then its options are the replacement’s', () => {
  const replaced = { ...builtInScorers, mlp: cosineScorer };
  const model = buildModel(
    { ...parts, attention: { query: 'previous', scorer: { type: 'mlp', sharpness: 2 } } },
    { scorers: replaced },
  );
  expect([...model.parameters.entries()].map(([path]) => path)).toContain('attention.scorer.project');
  model.dispose();
});

test('a cosine scorer trains a step: each of its weights moves', async () => {
  const config: ModelConfigWith<{ readonly scorers: typeof scorers }> = {
    ...parts,
    attention: { query: 'current', scorer: { type: 'cosine', sharpness: 8 } },
  };
  const model = buildModel(config, { scorers });
  expect(model.attends).toBe(true);
  const before = await saveParameters(model.parameters);
  expect([...before.keys()]).toContain('attention.scorer.project');
  expect([...new Float32Array(before.get('attention.scorer.scale')?.bytes.buffer ?? new ArrayBuffer(0))]).toEqual([8]);

  const vocabulary = lettersOf('abcd');
  const optimizer = adam(model.parameters);
  const trainer = createTrainer({
    model: trainableModel(model, { labelSmoothing: 0, loss: 'per-token', source: vocabulary, target: vocabulary }),
    optimizer,
    learningRate: constant(0.01),
    random: createRandom(1),
  });
  const pairs = [{ source: [4, 5, 6, 3], target: [6, 5, 4, 3] }];
  const tensors = tf.memory().numTensors;
  await trainer.fit(() => [pairs], { maxSteps: 1 });
  expect(tf.memory().numTensors).toBe(tensors);
  const after = await saveParameters(model.parameters);
  for (const [path, { bytes }] of after) expect(bytes, path).not.toEqual(before.get(path)?.bytes);
  optimizer.dispose();
  model.dispose();
});
