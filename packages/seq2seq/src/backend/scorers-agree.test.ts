// Every scorer on every backend, several steps and back through all of them, held against backend-cpu.
import * as attention from '@seq2seq/attention';
import { composeAttention, normedMlpScorer, type ScorerKind } from '@seq2seq/attention';
import { createParameterStore, fromSeed, tokenBatch } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { buildModel } from '../model/build-model.ts';
import { builtInScorers } from '../model/catalog.ts';
import {
  expectAgreement,
  kernelsOf,
  memoryInUse,
  type Numbers,
  readAll,
  soilMemory,
  waves,
} from './__fixtures__/backends-agree.ts';
import { useBackend } from './use-backend.ts';

type Kinds = Readonly<Record<string, { readonly kind: ScorerKind<never>; readonly options: object }>>;

/** By the names of their exports; units of 4 are those of fused operations, others go step by step. */
const kinds: Kinds = {
  dotScorer: { kind: attention.dotScorer, options: {} },
  scaledDotScorer: { kind: attention.scaledDotScorer, options: {} },
  learnedScaleDotScorer: { kind: attention.learnedScaleDotScorer, options: {} },
  generalScorer: { kind: attention.generalScorer, options: {} },
  locationScorer: { kind: attention.locationScorer, options: { maxLength: 11 } },
  mlpScorer: { kind: attention.mlpScorer, options: { units: 4 } },
  normedMlpScorer: { kind: attention.normedMlpScorer, options: { units: 4 } },
  'normedMlpScorer, other units': { kind: attention.normedMlpScorer, options: { units: 3 } },
  locationSensitiveScorer: {
    kind: attention.locationSensitiveScorer,
    options: { units: 4, filters: 3, width: 5 },
  },
  'locationSensitiveScorer, reading all steps': {
    kind: attention.locationSensitiveScorer,
    options: { units: 3, filters: 2, width: 31, reads: 'coverage' },
  },
  coverageCountScorer: { kind: attention.coverageCountScorer, options: { units: 4 } },
  coverageFertilityScorer: { kind: attention.coverageFertilityScorer, options: { units: 8, maxFertility: 3 } },
  coverageGruScorer: { kind: attention.coverageGruScorer, options: { units: 4, size: 3 } },
  'coverageGruScorer, other units': { kind: attention.coverageGruScorer, options: { units: 5, size: 4 } },
};

test('no scorer is left out', () => {
  const exported = Object.keys(attention).filter((name) => name.endsWith('Scorer') && name !== 'defineScorer');
  const tried = new Set(Object.keys(kinds).map((name) => name.split(',')[0]));
  expect([...tried].toSorted()).toEqual(exported.toSorted());
});

const [B, S, width, steps] = [3, 7, 6, 4];

/** Weights of each step, and the gradients by every weight, the queries and the memory through all steps. */
const run = ({ kind, options }: Kinds[string] & {}): Numbers => {
  const store = createParameterStore(fromSeed(2));
  const scorer = kind.create({ querySize: width, memorySize: width }, options as never, store);
  const mask = tf.tensor2d([7, 4, 1].map((length) => Array.from({ length: S }, (_, s) => (s < length ? 1 : 0))));
  const queries = tf.tidy(() => tf.variable(tf.tensor3d(waves(steps * B * width, 1.3), [steps, B, width])));
  const values = tf.tidy(() =>
    tf.variable(tf.mul(tf.tensor3d(waves(B * S * width, 0.7), [B, S, width]), tf.expandDims(mask, 2))),
  );
  const seen = (): Tensor2D[] => {
    const composed = composeAttention({ scorer, memorySize: width });
    const memory = composed.prepare({ values: values as Tensor3D, mask });
    let history = composed.begin(memory);
    return tf.unstack(queries).map((query) => {
      const attended = composed.attend(query as Tensor2D, memory, history, { training: false });
      ({ history } = attended);
      return attended.weights;
    });
  };
  const all = new Map<string, Variable>([['queries', queries], ['values', values], ...store.entries()]);
  const tensors = tf.tidy(() => {
    // Weights that are zero or one at first count too.
    for (const [path, weight] of store.entries())
      weight.assign(tf.add(weight, tf.tensor(waves(weight.size, path.length, 0.2), weight.shape)));
    const parts = tf.tensor3d(waves(steps * B * S, 2.1), [steps, B, S]);
    const { grads } = tf.variableGrads(() => tf.sum<Scalar>(tf.mul(tf.stack(seen()), parts)), [...all.values()]);
    return {
      alignments: tf.stack(seen()),
      ...Object.fromEntries([...all].map(([name, variable]) => [`slopes of ${name}`, grads[variable.name] as Tensor])),
    };
  });
  const numbers = readAll(tensors);
  tf.dispose([mask, queries, values]);
  store.dispose();
  return numbers;
};

const closeness = { absolute: 1e-5, relative: 1e-5 };

test.each(Object.entries(kinds))('%s, weights and gradients of several steps, on the SIMD builds', async (_, kind) => {
  await expectAgreement(() => run(kind), closeness);
});

test.each(Object.entries(kinds))('%s on tfjs’s WASM backend', async (_, kind) => {
  await useBackend('cpu');
  const wanted = run(kind);
  await useBackend('wasm');
  soilMemory();
  const before = memoryInUse();
  const actual = run(kind);
  expect(memoryInUse()).toEqual(before);
  for (const [name, numbers] of wanted) {
    expectClose(actual.get(name) as Float32Array, numbers, closeness);
    expect([name, numbers.some((value) => value !== 0)]).toEqual([name, true]);
  }
});

test('a normed mlp scorer is an additive one to the fused decoder, gradients of v and g included', async () => {
  const forced = (): Numbers => {
    const model = buildModel(
      {
        source: { vocabulary: 7, embedding: 3 },
        target: { vocabulary: 6, embedding: 5 },
        encoder: { cell: 'lstm', units: 4, direction: 'bidirectional' },
        bridge: 'dense',
        decoder: { cell: 'lstm', units: 8, context: 'attention' },
        attention: { query: 'current', scorer: { type: 'normed-mlp', units: 12 } },
      },
      { parameters: fromSeed(2), scorers: { ...builtInScorers, 'normed-mlp': normedMlpScorer } },
    );
    const source = tokenBatch([[1, 2, 3, 4, 5], [4, 5, 6], [2]], 0);
    const target = tf.tensor2d([1, 2, 3, 4, 5, 1, 2, 3, 4], [3, 3], 'int32');
    const weights = new Map(model.parameters.entries());
    const tensors = tf.tidy(() => {
      const logits = (): Tensor => model.teacherForce(source, target, { training: false }).logits;
      const { grads } = tf.variableGrads(
        () => tf.sum<Scalar>(tf.mul(logits(), tf.tensor3d(waves(3 * 3 * 6, 1.1), [3, 3, 6]))),
        [...weights.values()],
      );
      const named = [...weights].map(([path, { name }]) => [`slopes of ${path}`, grads[name] as Tensor]);
      return { logits: logits(), ...(Object.fromEntries(named) as Record<string, Tensor>) };
    });
    tf.dispose([source.ids, source.mask, target]);
    model.dispose();
    return readAll(tensors);
  };
  await expectAgreement(forced, closeness);
  expect(await kernelsOf(() => void forced())).toContain('Seq2SeqAttentionDecoder');
  for (const weight of ['v', 'g', 'bias'])
    expect(
      forced()
        .get(`slopes of attention.scorer.${weight}`)
        ?.some((value) => value !== 0),
    ).toBe(true);
});
