// Sparsemax and entmax-1.5 on every backend, held against backend-cpu; and never replaced by an operation that has the softmax in it.
import { composeAttention, entmax15, maskedSoftmax, mlpScorer, type Normalizer, sparsemax } from '@seq2seq/attention';
import { createParameterStore, fromSeed, tokenBatch } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reversalModel, reversalPairs } from '../__fixtures__/reversal.ts';
import { normalizers } from '../__fixtures__/small-models.ts';
import { buildModel } from '../model/build-model.ts';
import { createTextTrainer } from '../training/text-trainer.ts';
import {
  expectAgreement,
  expectWasmAgreement,
  kernelsOf,
  memoryInUse,
  type Numbers,
  readAll,
  waves,
} from './__fixtures__/backends-agree.ts';
import { useBackend } from './use-backend.ts';

type Sizes = { readonly B: number; readonly S: number };

/** Row 0 sees nothing, the others see all but some positions. */
const maskOf = ({ B, S }: Sizes, gaps: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: B * S }, (_, i) => (i < S && B > 1 ? 0 : Math.sin(gaps * i) > -0.4 ? 1 : 0)),
    [B, S],
  );

const run = (normalize: typeof sparsemax, { B, S }: Sizes, height: number, gaps: number): Numbers =>
  readAll(
    tf.tidy(() => {
      const scores = tf.tensor2d(waves(B * S, 2.3, height), [B, S]);
      const mask = maskOf({ B, S }, gaps);
      const parts = tf.tensor2d(waves(B * S, 1.9), [B, S]);
      const [weights, slopes] = [
        normalize(scores, mask),
        tf.grad((x) => tf.sum(tf.mul(normalize(x as Tensor2D, mask), parts)))(scores),
      ];
      return { weights, slopes };
    }),
  );

const size = (max: number) => fc.integer({ min: 1, max });
// More than 64 positions are sorted another way on the SIMD backend.
const shapes: fc.Arbitrary<Sizes> = fc.record({ B: size(7), S: fc.oneof(size(9), size(150)) });

describe.each([
  ['sparsemax', sparsemax],
  ['entmax-1.5', entmax15],
] as const)('%s', (_, normalize) => {
  test('weights and gradients on the SIMD builds, on any number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.constantFrom(1, 60, 1e30),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        (sizes, height, gaps) =>
          expectAgreement(() => run(normalize, sizes, height, gaps), { absolute: 1e-5, relative: 1e-5 }),
      ),
      { seed: 6, numRuns: 25 },
    );
  });

  test('and on tfjs’s WASM backend', async () => {
    for (const [sizes, height] of [
      [{ B: 4, S: 6 }, 1],
      [{ B: 3, S: 100 }, 2],
      [{ B: 2, S: 9 }, 1e30],
    ] as const) {
      const once = (): Numbers => run(normalize, sizes, height, 1.3);
      await expectWasmAgreement(once, { absolute: 1e-5, relative: 1e-5 });
      expect(
        once()
          .get('weights')
          ?.some((value) => value > 0),
      ).toBe(true);
    }
  });
});

test('an additive scorer is offered to the fused decoder with the softmax alone', async () => {
  await useBackend('simd');
  const parameters = createParameterStore(fromSeed(1));
  const scorer = mlpScorer.create({ querySize: 4, memorySize: 4 }, { units: 4 }, parameters);
  const offeredWith = (normalize?: Normalizer): boolean =>
    composeAttention({ scorer, memorySize: 4, ...(normalize && { normalize }) }).additive !== undefined;
  expect([offeredWith(), offeredWith(maskedSoftmax)]).toEqual([true, true]);
  expect([offeredWith(sparsemax), offeredWith(entmax15)]).toEqual([false, false]);
  expect(offeredWith((scores, allowed) => sparsemax(scores, allowed))).toBe(false);
  parameters.dispose();
});

type NormalizerName = (typeof normalizers)[number];

describe.each(['previous', 'current'] as const)('an LSTM decoder with mlp attention, query %s', (query) => {
  const modelWith = (normalizer: NormalizerName) =>
    buildModel(
      {
        source: { vocabulary: 7, embedding: 3 },
        target: { vocabulary: 6, embedding: 5 },
        encoder: { cell: 'lstm', units: 4, direction: 'bidirectional' },
        bridge: 'dense',
        decoder: { cell: 'lstm', units: 8, context: 'attention' },
        attention: { query, scorer: { type: 'mlp', units: 12 }, normalizer },
      },
      { parameters: fromSeed(2) },
    );

  const forced = (normalizer: NormalizerName): Numbers => {
    const model = modelWith(normalizer);
    // Scores far enough apart for some weights to be zero.
    const weight = [...model.parameters.entries()].find(([path]) => path === 'attention.scorer.v')?.[1];
    tf.tidy(() => weight?.assign(tf.mul(weight, 60)));
    const source = tokenBatch([[1, 2, 3, 4, 5], [4, 5, 6], [2]], 0);
    const target = tf.tensor2d([1, 2, 3, 4, 5, 1, 2, 3, 4], [3, 3], 'int32');
    const { logits, alignments } = tf.tidy(() => {
      const result = model.teacherForce(source, target, { training: false });
      return { logits: result.logits, alignments: result.alignments as tf.Tensor };
    });
    tf.dispose([source.ids, source.mask, target]);
    model.dispose();
    return readAll({ logits, alignments });
  };

  test('is one operation with the softmax and goes step by step with others', async () => {
    await useBackend('simd');
    const isFused = async (normalizer: NormalizerName): Promise<boolean> => {
      const kernels = await kernelsOf(() => void forced(normalizer));
      return kernels.some((kernel) => kernel === 'Seq2SeqAttentionDecoder' || kernel === 'Seq2SeqAttend');
    };
    expect(await isFused('softmax')).toBe(true);
    expect(await isFused('sparsemax')).toBe(false);
    expect(await isFused('entmax-1.5')).toBe(false);
  });

  test.each(normalizers)('gives with %s what backend-cpu gives', async (normalizer) => {
    await expectAgreement(() => forced(normalizer), { absolute: 1e-5, relative: 1e-5 });
    const alignments = forced(normalizer).get('alignments') as Float32Array;
    const seen = [...alignments.subarray(0, 15)];
    expect(seen.includes(0)).toBe(normalizer !== 'softmax');
  });
});

test.each(['sparsemax', 'entmax-1.5'])(
  'training with %s on the SIMD backend learns, and leaves nothing behind',
  async (normalizer) => {
    await useBackend('simd');
    const pairs = reversalPairs(600);
    const [seen, unseen] = [pairs.slice(0, 500), pairs.slice(500)];
    const outside = memoryInUse();
    const model = reversalModel(seen, {
      units: 24,
      normalizer,
      training: { batchSize: 32, learningRate: 0.02, maxGradientNorm: 1 },
    });
    const learner = createTextTrainer(model, { pairs: seen });
    const before = memoryInUse();
    const lossBefore = await learner.evaluate(unseen);
    await learner.fit({ maxSteps: 150 });
    expect(await learner.evaluate(unseen)).toBeLessThan(lossBefore / 4);
    expect(memoryInUse()).toEqual(before);
    learner.dispose();
    model.dispose();
    expect(memoryInUse()).toEqual(outside);
  },
);
