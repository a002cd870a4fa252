// Every scorer on every backend, several steps and back through all of them, held against backend-cpu.
import * as attention from '@seq2seq/attention';
import {
  composeAttention,
  coverageCountScorer,
  coverageFertilityScorer,
  coverageGruScorer,
  dotScorer,
  generalScorer,
  learnedScaleDotScorer,
  locationScorer,
  locationSensitiveScorer,
  mlpScorer,
  normedMlpScorer,
  scaledDotScorer,
  type ScorerKind,
} from '@seq2seq/attention';
import { createParameterStore, fromSeed, lstmCell, luongDecoder, stackedCell, unrollDecoder } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
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
  dotScorer: { kind: dotScorer, options: {} },
  scaledDotScorer: { kind: scaledDotScorer, options: {} },
  learnedScaleDotScorer: { kind: learnedScaleDotScorer, options: {} },
  generalScorer: { kind: generalScorer, options: {} },
  locationScorer: { kind: locationScorer, options: { maxLength: 11 } },
  mlpScorer: { kind: mlpScorer, options: { units: 4 } },
  normedMlpScorer: { kind: normedMlpScorer, options: { units: 4 } },
  'normedMlpScorer, other units': { kind: normedMlpScorer, options: { units: 3 } },
  locationSensitiveScorer: {
    kind: locationSensitiveScorer,
    options: { units: 4, filters: 3, width: 5 },
  },
  'locationSensitiveScorer, reading all steps': {
    kind: locationSensitiveScorer,
    options: { units: 3, filters: 2, width: 31, reads: 'coverage' },
  },
  coverageCountScorer: { kind: coverageCountScorer, options: { units: 4 } },
  coverageFertilityScorer: { kind: coverageFertilityScorer, options: { units: 8, maxFertility: 3 } },
  coverageGruScorer: { kind: coverageGruScorer, options: { units: 4, size: 3 } },
  'coverageGruScorer, other units': { kind: coverageGruScorer, options: { units: 5, size: 4 } },
};

test('no scorer is left out', () => {
  const exported = Object.keys(attention).filter((name) => name.endsWith('Scorer') && name !== 'defineScorer');
  const tried = new Set(Object.keys(kinds).map((name) => name.split(',')[0]));
  expect(tried).toEqual(new Set(exported));
});

const [B, S, width, steps] = [3, 7, 6, 4];

/** [B, S] sources of 7 positions, 4 and 1. */
const maskOf = (): Tensor2D =>
  tf.tensor2d([7, 4, 1].map((length) => Array.from({ length: S }, (_, s) => (s < length ? 1 : 0))));

/** Weights and context of each step, and the gradients by every weight, the queries and the memory through all steps. */
const run = ({ kind, options }: Kinds[string] & {}): Numbers => {
  const store = createParameterStore(fromSeed(2));
  const scorer = kind.create({ querySize: width, memorySize: width }, options as never, store);
  const mask = maskOf();
  const queries = tf.tidy(() => tf.variable(tf.tensor3d(waves(steps * B * width, 1.3), [steps, B, width])));
  const values = tf.tidy(() =>
    tf.variable(tf.mul(tf.tensor3d(waves(B * S * width, 0.7), [B, S, width]), tf.expandDims(mask, 2))),
  );
  const seen = (): { readonly alignments: Tensor; readonly contexts: Tensor } => {
    const composed = composeAttention({ scorer, memorySize: width });
    const memory = composed.prepare({ values: values as Tensor3D, mask });
    let history = composed.begin(memory);
    const attended = tf.unstack(queries).map((query) => {
      const step = composed.attend(query as Tensor2D, memory, history, { training: false });
      ({ history } = step);
      return step;
    });
    return {
      alignments: tf.stack(attended.map(({ weights }) => weights)),
      contexts: tf.stack(attended.map(({ context }) => context)),
    };
  };
  const all = new Map<string, Variable>([['queries', queries], ['values', values], ...store.entries()]);
  const tensors = tf.tidy(() => {
    // Weights that are zero or one at first count too.
    for (const [path, weight] of store.entries())
      weight.assign(tf.add(weight, tf.tensor(waves(weight.size, path.length, 0.2), weight.shape)));
    const loss = (): Scalar => {
      const { alignments, contexts } = seen();
      const partOf = (x: Tensor): Scalar => tf.sum(tf.mul(x, tf.tensor(waves(x.size, 2.1), x.shape)));
      return tf.add(partOf(alignments), partOf(contexts));
    };
    const { grads } = tf.variableGrads(loss, [...all.values()]);
    const slopes = [...all].map(([name, variable]) => [`slopes of ${name}`, grads[variable.name] as Tensor]);
    return { ...seen(), ...(Object.fromEntries(slopes) as Record<string, Tensor>) };
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
  const [T, E, H, D] = [3, 5, 8, 4];
  const decode = (): Numbers => {
    const store = createParameterStore(fromSeed(2));
    const scorer = normedMlpScorer.create({ querySize: H, memorySize: D }, { units: 12 }, store.scope('scorer'));
    const cell = stackedCell([lstmCell({ inputSize: E, units: H }, store.scope('cell'))]);
    const decoder = luongDecoder(
      {
        cell,
        bridge: () => cell.initialState(B),
        attention: composeAttention({ scorer, memorySize: D }),
        inputSize: E,
        inputFeeding: false,
      },
      store,
    );
    const tensors = tf.tidy(() => {
      const mask = maskOf();
      const values: Tensor3D = tf.mul(tf.tensor3d(waves(B * S * D, 0.7), [B, S, D]), tf.expandDims(mask, 2));
      const encoded = { memory: { values, mask }, summary: tf.zeros<tf.Rank.R2>([B, D]), finalStates: [] };
      const inputs = tf.tensor3d(waves(B * T * E, 0.3), [B, T, E]);
      const outputs = (): Tensor => {
        const prepared = decoder.prepare(encoded);
        const state = decoder.start(encoded, prepared);
        return unrollDecoder(decoder, { inputs, state, prepared, mode: { training: false }, givesContexts: false })
          .outputs;
      };
      const weights = new Map(store.entries());
      const parts = tf.tensor3d(waves(B * T * H, 1.1), [B, T, H]);
      const { grads } = tf.variableGrads(() => tf.sum<Scalar>(tf.mul(outputs(), parts)), [...weights.values()]);
      const slopes = [...weights].map(([path, { name }]) => [`slopes of ${path}`, grads[name] as Tensor]);
      return { outputs: outputs(), ...(Object.fromEntries(slopes) as Record<string, Tensor>) };
    });
    store.dispose();
    return readAll(tensors);
  };

  await expectAgreement(decode, closeness);
  expect(await kernelsOf(() => void decode())).toContain('Seq2SeqAttentionDecoder');
  const numbers = decode();
  for (const weight of ['queryKernel', 'keyKernel', 'v', 'g', 'bias'])
    expect([weight, numbers.get(`slopes of scorer.${weight}`)?.some((value) => value !== 0)]).toEqual([weight, true]);
});
