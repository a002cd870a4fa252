// Monotonic attention, heads and joined attentions over several steps, on every backend, held against backend-cpu.
import {
  type AttentionSizes,
  composeAttention,
  entmax15,
  generalScorer,
  joinedAttention,
  mlpScorer,
  monotonicNormalizer,
  type MonotonicNormalizerOptions,
  monotonicWindow,
  multiHeadAttention,
} from '@seq2seq/attention';
import {
  type Attention,
  createParameterStore,
  createRandom,
  fromSeed,
  listTensors,
  type Mode,
  type ParameterScope,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectAgreement, expectWasmAgreement, type Numbers, readAll, waves } from './__fixtures__/backends-agree.ts';

const closeness = { absolute: 2e-5, relative: 2e-5 };

/** Widths are even, so that two heads divide them. */
type Trial = AttentionSizes & { readonly B: number; readonly S: number; readonly T: number; readonly height: number };
type Make = (sizes: AttentionSizes, parameters: ParameterScope) => Attention;

const monotonic =
  (options: MonotonicNormalizerOptions): Make =>
  (sizes, parameters) =>
    composeAttention({
      scorer: generalScorer.create(sizes, {}, parameters.scope('scorer')),
      memorySize: sizes.memorySize,
      normalize: monotonicNormalizer.create(sizes, options, parameters.scope('normalizer')),
    });

const heads: Make = (sizes, parameters) =>
  multiHeadAttention(
    {
      heads: 2,
      ...sizes,
      make: (own, scope) =>
        composeAttention({
          scorer: mlpScorer.create(own, { units: 5 }, scope.scope('scorer')),
          memorySize: own.memorySize,
        }),
    },
    parameters,
  );

const joined: Make = (sizes, parameters) =>
  joinedAttention([
    heads(sizes, parameters.scope('0')),
    monotonic({ bias: 0.5 })(sizes, parameters.scope('1')),
    composeAttention({
      scorer: generalScorer.create(sizes, {}, parameters.scope('2')),
      memorySize: sizes.memorySize,
      window: monotonicWindow.create(sizes, { width: 1 }, parameters.scope('2')),
      normalize: entmax15,
    }),
  ]);

const testing = (): Mode => ({ training: false });
const training = (): Mode => ({ training: true, random: createRandom(3) });

/** Contexts and weights of all steps, the last history, and while training the gradients of queries, memory and all weights. */
const run = (make: Make, mode: () => Mode, { B, S, T, height, ...sizes }: Trial): Numbers => {
  const store = createParameterStore(fromSeed(2));
  const attention = make(sizes, store);
  const results = tf.tidy(() => {
    const mask = tf.tensor2d(
      Float32Array.from({ length: B * S }, (_, i) => (i % S < 1 + Math.floor(i / S) * 3 ? 1 : 0)),
      [B, S],
    );
    const memory: Tensor3D = tf.mul(
      tf.tensor3d(waves(B * S * sizes.memorySize, 2.3, height), [B, S, sizes.memorySize]),
      tf.expandDims(mask, 2),
    );
    const queries = Array.from({ length: T }, (_, t) =>
      tf.tensor2d(waves(B * sizes.querySize, 1.1 + t), [B, sizes.querySize]),
    );
    const attend = (values: Tensor3D, asked: readonly Tensor2D[]): Record<string, Tensor> => {
      const prepared = attention.prepare({ values, mask });
      let history = attention.begin(prepared);
      const now = mode();
      const seen = asked.map((query) => {
        const attended = attention.attend(query, prepared, history, now);
        ({ history } = attended);
        return attended;
      });
      return {
        contexts: tf.stack(seen.map(({ context }) => context)),
        weights: tf.stack(seen.map(({ weights }) => weights)),
        ...Object.fromEntries(listTensors(history).map((tensor, i) => [`history ${i}`, tensor])),
      };
    };
    const loss = (values: Tensor3D, asked: readonly Tensor2D[]): tf.Scalar => {
      const { contexts, weights } = attend(values, asked) as { contexts: Tensor; weights: Tensor };
      const sum = (x: Tensor): tf.Scalar => tf.sum(tf.mul(x, tf.tensor(waves(x.size, 1.9), x.shape)));
      return tf.add(sum(contexts), sum(weights));
    };
    const gradients = (): Record<string, Tensor> => {
      const variables = [...store.entries()];
      const { grads } = tf.variableGrads(
        () => loss(memory, queries),
        variables.map(([, weight]) => weight),
      );
      const inputs = tf.grads((values, ...asked) => loss(values as Tensor3D, asked as Tensor2D[]))([
        memory,
        ...queries,
      ]);
      return {
        ...Object.fromEntries(variables.map(([path, weight]) => [path, grads[weight.name] as Tensor])),
        ...Object.fromEntries(inputs.map((gradient, i) => [`gradient ${i}`, gradient])),
      };
    };
    return { ...attend(memory, queries), ...(mode().training && gradients()) };
  });
  const numbers = readAll(results);
  store.dispose();
  return numbers;
};

const all = (several: readonly Numbers[]): Numbers =>
  new Map(several.flatMap((one, i) => [...one].map(([name, numbers]) => [`${i}: ${name}`, numbers] as const)));

const size = (max: number) => fc.integer({ min: 1, max });
const even = fc.integer({ min: 1, max: 3 }).map((half) => 2 * half);
const trials: fc.Arbitrary<Trial> = fc.record({
  B: size(4),
  S: fc.oneof(size(9), size(70)),
  T: size(4),
  height: fc.constantFrom(1, 6),
  querySize: even,
  memorySize: even,
});

describe.each<[string, Make, () => Mode]>([
  ['monotonic while training, with noise', monotonic({}), training],
  ['monotonic at test, hard', monotonic({ bias: 0.2 }), testing],
  ['monotonic at test, soft', monotonic({ test: 'expected' }), testing],
  ['two heads', heads, training],
  ['heads, a path and a window joined', joined, training],
])('%s', (_, make, mode) => {
  test('on the SIMD builds, on any number of threads', async () => {
    // To change backends takes longer than to compute: several trials at once.
    await fc.assert(
      fc.asyncProperty(fc.array(trials, { minLength: 4, maxLength: 4 }), (several) =>
        expectAgreement(() => all(several.map((trial) => run(make, mode, trial))), closeness),
      ),
      { seed: 8, numRuns: 3 },
    );
  });

  test('and on tfjs’s WASM backend', async () => {
    for (const [B, S, T, height] of [
      [4, 9, 3, 1],
      [2, 80, 2, 1],
      [3, 1, 2, 6],
      [1, 12, 4, 6],
    ] as const) {
      const trial = { B, S, T, height, querySize: 4, memorySize: 6 };
      await expectWasmAgreement(() => run(make, mode, trial), closeness);
      const weights = run(make, mode, trial).get('weights') as Float32Array;
      expect(weights.some((weight) => weight > 0)).toBe(true);
    }
  });
});
