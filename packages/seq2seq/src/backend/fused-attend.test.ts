// Masked softmax and weighted sum as one operation of the SIMD backend, held against the plain composition on backend-cpu.
import { type AttentionParts, composeAttention, maskedSoftmax } from '@seq2seq/attention';
import type { Attended } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
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

const notTraining = { training: false } as const;

type Sizes = { readonly B: number; readonly S: number; readonly D: number };

/** An attention whose scores are given: what is left is the part in question. */
const attendTo = (
  scores: Tensor2D,
  values: Tensor3D,
  mask: Tensor2D,
  parts: Partial<AttentionParts<[]>> = {},
): Attended => {
  const scorer = { prepare: (): [] => [], score: () => scores };
  const attention = composeAttention({ scorer, memorySize: values.shape[2], ...parts });
  const memory = attention.prepare({ values, mask });
  return attention.attend(scores, memory, attention.begin(memory), notTraining);
};

/** Row 0 sees nothing, the others see all but some positions, the last one maybe included. */
const maskOf = ({ B, S }: Sizes, gaps: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: B * S }, (_, i) => (i < S && B > 1 ? 0 : Math.sin(gaps * i) > -0.4 ? 1 : 0)),
    [B, S],
  );

/** Which outputs a loss depends on: the gradient of the other one is then zeros that the engine makes. */
type LossOf = 'weights' | 'context' | 'both';

const run = (sizes: Sizes, height: number, gaps: number, lossOf: LossOf): Numbers => {
  const { B, S, D } = sizes;
  const scores = tf.tensor2d(waves(B * S, 2.3, height), [B, S]);
  const values = tf.tensor3d(waves(B * S * D, 0.7, 2), [B, S, D]);
  const mask = maskOf(sizes, gaps);
  const loss = (x: tf.Tensor, m: tf.Tensor): Scalar => {
    const seen = attendTo(x as Tensor2D, m as Tensor3D, mask);
    const parts = {
      weights: tf.sum<Scalar>(tf.mul(seen.weights, tf.tensor2d(waves(B * S, 1.9), [B, S]))),
      context: tf.sum<Scalar>(tf.mul(seen.context, tf.tensor2d(waves(B * D, 0.4), [B, D]))),
    };
    // The plain weights do not depend on the values at all, and tfjs refuses to differentiate by what takes no part.
    if (lossOf === 'weights') return tf.add(parts.weights, tf.sum(m));
    return lossOf === 'both' ? tf.add(parts.weights, parts.context) : parts.context;
  };
  const tensors = tf.tidy(() => {
    const { weights, context } = attendTo(scores, values, mask);
    const [dScores, dValues] = tf.grads(loss)([scores, values]) as [tf.Tensor, tf.Tensor];
    return { weights, context, dScores, dValues };
  });
  tf.dispose([scores, values, mask]);
  return readAll(tensors);
};

const size = (max: number) => fc.integer({ min: 1, max });
const shapes: fc.Arbitrary<Sizes> = fc.record({
  B: size(7),
  S: size(9),
  D: fc.oneof(size(21), fc.constantFrom(32, 50, 67)),
});

test('weights, context and gradients: any width, padding anywhere, rows with nothing allowed, scores far apart', async () => {
  await fc.assert(
    fc.asyncProperty(
      shapes,
      fc.constantFrom(1, 60),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      fc.constantFrom<LossOf>('weights', 'context', 'both'),
      (sizes, height, gaps, lossOf) =>
        expectAgreement(() => run(sizes, height, gaps, lossOf), { absolute: 1e-5, relative: 1e-5 }),
    ),
    { seed: 6, numRuns: 20 },
  );
});

test('a row that sees nothing has weights, context and gradients of zero', async () => {
  await useBackend('simd');
  for (const [name, numbers] of run({ B: 2, S: 5, D: 6 }, 1, 0, 'both')) {
    const row = numbers.subarray(0, numbers.length / 2);
    expect([name, row.every((value) => value === 0)]).toEqual([name, true]);
    expect([name, numbers.some((value) => value !== 0)]).toEqual([name, true]);
  }
});

test.each([2, 3, 4, 19, 36])('what stands at a hidden place does not matter, finite or not: %d wide', async (D) => {
  await useBackend('simd');
  soilMemory();
  const rowOf = (value: number): number[] => Array.from({ length: D }, (_, i) => value * (i + 1));
  const seenWith = (hidden: number): Numbers =>
    readAll(
      tf.tidy(() => {
        const mask = tf.tensor2d([[1, 0, 1]]);
        const scores = tf.tensor2d([[0.5, hidden, 1]]);
        const values = tf.tensor3d([[rowOf(1), rowOf(hidden), rowOf(3)]]);
        const loss = (x: tf.Tensor, m: tf.Tensor): Scalar =>
          tf.sum(attendTo(x as Tensor2D, m as Tensor3D, mask).context);
        const [dScores, dValues] = tf.grads(loss)([scores, values]) as [tf.Tensor, tf.Tensor];
        const { weights, context } = attendTo(scores, values, mask);
        return { weights, context, dScores, dValues };
      }),
    );
  const wanted = seenWith(0);
  expect(wanted.get('context')?.every((value) => value > 1)).toBe(true);
  expect(wanted.get('dValues')?.subarray(D, 2 * D)).toEqual(new Float32Array(D));
  for (const hidden of [Number.NaN, Number.POSITIVE_INFINITY, -3e38]) expect(seenWith(hidden)).toEqual(wanted);
});

test('one operation with the default normalizer and without emphasis, the plain ones otherwise', async () => {
  await useBackend('simd');
  const kernelsWith = (parts: Partial<AttentionParts<[]>>): Promise<string[]> =>
    kernelsOf(() => tf.tidy(() => void attendTo(tf.ones([2, 3]), tf.ones([2, 3, 5]), tf.ones([2, 3]), parts)));
  const before = memoryInUse();
  expect(await kernelsWith({})).toContain('Seq2SeqAttend');
  expect(await kernelsWith({})).not.toContain('Softmax');
  expect(await kernelsWith({ normalize: maskedSoftmax })).toContain('Seq2SeqAttend');
  expect(await kernelsWith({ normalize: (scores, allowed) => maskedSoftmax(scores, allowed) })).not.toContain(
    'Seq2SeqAttend',
  );
  expect(
    await kernelsWith({ window: { reveal: (_query, mask) => ({ allowed: mask, emphasis: mask }) } }),
  ).not.toContain('Seq2SeqAttend');
  const isTrue = (mask: Tensor2D): Tensor2D => tf.cast(mask, 'bool');
  expect(await kernelsWith({ window: { reveal: (_query, mask) => ({ allowed: isTrue(mask) }) } })).not.toContain(
    'Seq2SeqAttend',
  );
  expect(memoryInUse()).toEqual(before);
});

test('a scorer that gives scores of another shape is refused, not read beyond its end', async () => {
  await useBackend('simd');
  const values = tf.ones<tf.Rank.R3>([2, 4, 5]);
  const mask = tf.ones<tf.Rank.R2>([2, 4]);
  const scores = tf.ones<tf.Rank.R2>([2, 3]);
  expect(() => tf.tidy(() => attendTo(scores, values, mask).context)).toThrow(
    'allowed should be [B, S] with B = 2, S = 3',
  );
  tf.dispose([values, mask, scores]);
});

test('the same bits whatever the number of threads, with rows that do not divide evenly', async () => {
  const on = async (threads: number): Promise<Numbers> => {
    await useBackend('simd', { threads });
    return run({ B: 37, S: 11, D: 45 }, 3, 1.3, 'both');
  };
  const one = await on(1);
  for (let round = 0; round < 5; round++) {
    for (const threads of [2, 3]) expect(await on(threads)).toEqual(one);
  }
});
