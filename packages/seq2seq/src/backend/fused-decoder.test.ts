// The decoder as one operation of the SIMD backend, held against its steps on backend-cpu: forward 1e-5, gradients 1e-4.
import { createRandom, fromSeed, type Mode, tokenBatch } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildModel } from '../model/build-model.ts';
import { switchBackend } from './__fixtures__/switch-backend.ts';
import { type BackendName, useBackend } from './use-backend.ts';

type Shapes = {
  readonly B: number;
  readonly S: number;
  readonly T: number;
  readonly units: number;
  readonly layers: number;
  readonly query: 'current' | 'previous';
  readonly inputFeeding: boolean;
  readonly bridge: 'zero' | 'dense';
  readonly dropout: number;
  readonly deep: boolean;
  /** Token by token, as a search goes, instead of all at once. */
  readonly stepwise: boolean;
};

/** Logits, alignments, and the gradient of both with respect to every weight. */
const runModel = async (
  backend: BackendName,
  threads: number,
  { B, S, T, units, layers, query, inputFeeding, bridge, dropout, deep, stepwise }: Shapes,
): Promise<Map<string, Float32Array>> => {
  await switchBackend(backend, threads);
  const model = buildModel(
    {
      source: { vocabulary: 7, embedding: 3 },
      target: { vocabulary: 6, embedding: 5 },
      encoder: { cell: 'lstm', units: 4, direction: 'bidirectional' },
      bridge,
      decoder: {
        ...{ cell: 'lstm', units, layers, context: 'attention', dropout },
        ...(query === 'current' && { inputFeeding }),
      },
      attention: { query, scorer: { type: 'mlp', units: 12 } },
      ...(deep && { output: { type: 'deep', units: 6 } }),
    },
    { parameters: fromSeed(2) },
  );
  const ids = (rows: number, length: number, vocabulary: number): number[][] =>
    Array.from({ length: rows }, (_, row) => Array.from({ length }, (__, i) => (3 * row + 5 * i + 1) % vocabulary));
  // Rows of every length from 1 to S.
  const source = tokenBatch(
    ids(B, S, 7).map((row, i) => row.slice(0, 1 + (i % S))),
    0,
  );
  const target = tf.tensor2d(ids(B, T, 6), [B, T], 'int32');
  const mode = (): Mode => (dropout > 0 ? { training: true, random: createRandom(4) } : { training: false });
  const waves = (tensor: tf.Tensor, frequency: number): tf.Tensor =>
    tf.tensor(
      Float32Array.from({ length: tensor.size }, (_, i) => Math.sin(1 + frequency * i)),
      tensor.shape,
    );
  const byStep = (): { logits: tf.Tensor; alignments?: tf.Tensor } => {
    let decoding = model.begin(model.encode(source, mode()));
    const steps = tf.unstack(tf.transpose(target)).map((tokens) => {
      const step = model.step(tokens as tf.Tensor1D, decoding);
      decoding = { ...decoding, state: step.state };
      return step;
    });
    const overTime = (tensors: tf.Tensor[]): tf.Tensor => tf.stack(tensors, 1);
    return {
      logits: overTime(steps.map(({ logits }) => logits)),
      alignments: overTime(steps.map(({ alignment }) => alignment as tf.Tensor)),
    };
  };
  const run = () => (stepwise ? byStep() : model.teacherForce(source, target, mode()));
  const numbers = new Map<string, Float32Array>();
  tf.tidy(() => {
    const { logits, alignments } = run();
    numbers.set('logits', logits.dataSync() as Float32Array);
    numbers.set('alignments', (alignments as tf.Tensor).dataSync() as Float32Array);
    const entries = [...model.parameters.entries()];
    const { grads } = tf.variableGrads(
      () => {
        const result = run();
        const weighed = tf.mul(result.logits, waves(result.logits, 0.7));
        const looked = tf.mul(result.alignments as tf.Tensor, waves(result.alignments as tf.Tensor, 1.9));
        return tf.add(tf.sum(weighed), tf.sum(looked));
      },
      entries.map(([, variable]) => variable),
    );
    for (const [path, { name }] of entries) {
      numbers.set(`gradient of ${path}`, (grads[name] as tf.Tensor).dataSync() as Float32Array);
    }
  });
  tf.dispose([source.ids, source.mask, target]);
  model.dispose();
  return numbers;
};

const shapes = fc.record({
  // Few rows are shared among threads by columns, many by rows.
  B: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 17, max: 19 })),
  S: fc.integer({ min: 1, max: 6 }),
  T: fc.integer({ min: 1, max: 5 }),
  // With 6 it goes step by step.
  units: fc.constantFrom(4, 8, 20, 6),
  layers: fc.integer({ min: 1, max: 3 }),
  query: fc.constantFrom('current' as const, 'previous' as const),
  inputFeeding: fc.boolean(),
  bridge: fc.constantFrom('zero' as const, 'dense' as const),
  dropout: fc.constantFrom(0, 0, 0.4),
  deep: fc.boolean(),
  stepwise: fc.constant(false),
});

test.each([
  ['simd', 1],
  ['simd-strict', 3],
] as const)('forward and backward: both queries, deep, fed or not, padded, dropped, on %s', async (backend, seed) => {
  await fc.assert(
    fc.asyncProperty(shapes, async (sizes) => {
      const wanted = await runModel('cpu', 1, sizes);
      const actual = await runModel(backend, 2, sizes);
      for (const [name, numbers] of wanted) {
        const tolerance = name.startsWith('gradient') ? 1e-4 : 1e-5;
        expectClose(actual.get(name) as Float32Array, numbers, { absolute: tolerance, relative: tolerance });
      }
    }),
    { seed, numRuns: 30 },
  );
});

test('as many layers as anyone likes', async () => {
  for (const query of ['current', 'previous'] as const) {
    const sizes: Shapes = {
      ...{ B: 3, S: 4, T: 5, units: 4, layers: 20, query, inputFeeding: true },
      ...{ bridge: 'dense', dropout: 0, deep: false, stepwise: false },
    } as const;
    const wanted = await runModel('cpu', 1, sizes);
    const actual = await runModel('simd', 2, sizes);
    for (const [name, numbers] of wanted) {
      const tolerance = name.startsWith('gradient') ? 1e-4 : 1e-5;
      expectClose(actual.get(name) as Float32Array, numbers, { absolute: tolerance, relative: tolerance });
    }
  }
});

test('step by step, forward and back through the states', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (sizes) => {
      const byStep: Shapes = { ...sizes, T: Math.max(2, sizes.T), dropout: 0, stepwise: true };
      const wanted = await runModel('cpu', 1, byStep);
      const actual = await runModel('simd', 2, byStep);
      for (const [name, numbers] of wanted) {
        const tolerance = name.startsWith('gradient') ? 1e-4 : 1e-5;
        expectClose(actual.get(name) as Float32Array, numbers, { absolute: tolerance, relative: tolerance });
      }
    }),
    { seed: 2, numRuns: 25 },
  );
});

test('the same bits whatever the number of threads, with rows that do not divide evenly', async () => {
  for (const query of ['current', 'previous'] as const) {
    const sizes: Shapes = {
      ...{
        B: 37,
        S: 6,
        T: 5,
        units: 44,
        layers: 2,
        inputFeeding: true,
        bridge: 'dense',
        dropout: 0.2,
        deep: false,
        stepwise: false,
      },
      query,
    };
    const one = await runModel('simd', 1, sizes);
    for (let round = 0; round < 10; round++) {
      for (const threads of [2, 3]) expect(await runModel('simd', threads, sizes)).toEqual(one);
    }
  }
});

test('the same bits with few rows, whose columns are shared: all steps at once, and token by token', async () => {
  for (const query of ['current', 'previous'] as const) {
    // Units of a gate that do not divide evenly among three threads, and such that are no whole panels.
    for (const units of [104, 100]) {
      for (const stepwise of [false, true]) {
        const sizes: Shapes = {
          ...{ B: 12, S: 6, T: 3, units, layers: 2, inputFeeding: true, bridge: 'dense' },
          ...{ dropout: 0, deep: false, stepwise, query },
        } as const;
        // One thread has many rows here.
        const one = await runModel('simd', 1, sizes);
        for (const threads of [2, 3]) expect(await runModel('simd', threads, sizes)).toEqual(one);
      }
    }
  }
});

test('the operation is what runs, and nothing of it is left behind', async () => {
  await useBackend('simd', { threads: 2 });
  const names: string[] = [];
  const kernel = tf.getKernel('Seq2SeqAttentionDecoder', 'simd');
  expect(kernel).toBeDefined();
  const before = tf.memory() as tf.MemoryInfo & { numBytesInHeap: number };
  const sizes: Shapes = {
    ...{ B: 3, S: 4, T: 3, units: 8, layers: 2, query: 'current', inputFeeding: true },
    ...{ bridge: 'dense', dropout: 0.4, deep: true, stepwise: false },
  } as const;
  const profile = await tf.profile(async () => {
    await runModel('simd', 2, sizes);
    return [];
  });
  for (const { name } of profile.kernels) names.push(name);
  expect(names.filter((name) => name === 'Seq2SeqAttentionDecoder')).toHaveLength(2);
  expect(names.filter((name) => name === 'Seq2SeqAttentionDecoderGradient')).toHaveLength(1);
  const after = tf.memory() as tf.MemoryInfo & { numBytesInHeap: number };
  expect([after.numTensors, after.numBytesInHeap]).toEqual([before.numTensors, before.numBytesInHeap]);
});
