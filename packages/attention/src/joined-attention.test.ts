import '@tensorflow/tfjs-backend-cpu';
import {
  type Attention,
  bahdanauDecoder,
  createParameterStore,
  createRandom,
  fromSeed,
  gruCell,
  listTensors,
  luongDecoder,
  type ParameterStore,
  stackedCell,
  type TensorTree,
} from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectTidy } from './__fixtures__/expect-tidy.ts';
import { randomMatrix } from './__fixtures__/float64-loops.ts';
import { composeAttention } from './compose-attention.ts';
import { joinedAttention } from './joined-attention.ts';
import { monotonicNormalizer } from './normalizer/monotonic-normalizer.ts';
import { sparsemax } from './normalizer/sparsemax.ts';
import { generalScorer } from './scorer/general-scorer.ts';
import { locationScorer } from './scorer/location-scorer.ts';
import { mlpScorer } from './scorer/mlp-scorer.ts';
import { monotonicWindow } from './window/monotonic-window.ts';

const [B, S, Q, D] = [3, 5, 4, 2];
const sizes = { querySize: Q, memorySize: D };
const testing = { training: false } as const;

/** Three that differ in all that they are made of; the second keeps to a path. */
const attentionsOf = (store: ParameterStore): Attention[] => {
  const part = (name: string) => store.scope(name);
  return [
    composeAttention({ scorer: mlpScorer.create(sizes, { units: 3 }, part('0')), memorySize: D }),
    composeAttention({
      scorer: generalScorer.create(sizes, {}, part('1')),
      memorySize: D,
      normalize: monotonicNormalizer.create(sizes, { test: 'expected' }, part('1')),
    }),
    composeAttention({
      scorer: locationScorer.create(sizes, { maxLength: 9 }, part('2')),
      memorySize: D,
      window: monotonicWindow.create(sizes, { width: 1 }, part('2')),
      normalize: sparsemax,
    }),
  ];
};

const withStore = (use: (store: ParameterStore) => void): void =>
  expectTidy(() => {
    const store = createParameterStore(fromSeed(3));
    use(store);
    store.dispose();
  });

const random = createRandom(8);
const memoryOf = () => {
  const mask = tf.tensor2d([
    [1, 1, 1, 1, 1],
    [1, 1, 1, 0, 0],
    [1, 0, 0, 0, 0],
  ]);
  const rows = Array.from({ length: B }, (_, row) => randomMatrix(S, D, random.fork(`row ${row}`)));
  return { values: tf.mul<tf.Tensor3D>(tf.tensor3d(rows as number[][][]), tf.expandDims(mask, 2)), mask };
};
const queryOf = (step: number) => tf.tensor2d(randomMatrix(B, Q, random.fork(`query ${step}`)) as number[][]);
const numbersOf = (tree: TensorTree): unknown[] => listTensors(tree).map((tensor) => tensor.arraySync());

test('contexts stand side by side, weights are the mean, and each remembers what it would remember alone', () => {
  withStore((store) => {
    const attentions = attentionsOf(store);
    const joined = joinedAttention(attentions);
    expect([joined.memorySize, joined.contextSize, joined.additive]).toEqual([D, 3 * D, undefined]);
    const memory = joined.prepare(memoryOf());
    let history = joined.begin(memory);
    const alone = attentions.map((attention) => {
      const prepared = attention.prepare(memoryOf());
      return { attention, prepared, history: attention.begin(prepared) };
    });
    for (let step = 0; step < 4; step++) {
      const attended = joined.attend(queryOf(step), memory, history, testing);
      ({ history } = attended);
      const each = alone.map((one) => {
        const seen = one.attention.attend(queryOf(step), one.prepared, one.history, testing);
        one.history = seen.history;
        return seen;
      });
      const contexts = each.map(({ context }) => context.arraySync());
      expect(attended.context.arraySync()).toEqual(
        contexts[0]?.map((_, row) => contexts.flatMap((context) => context[row] as number[])),
      );
      const weights = each.map((seen) => seen.weights.arraySync());
      for (const [row, shown] of attended.weights.arraySync().entries()) {
        for (const [s, weight] of shown.entries()) {
          const sum = weights.reduce((total, one) => total + (one[row]?.[s] as number), 0);
          expect(weight).toBeCloseTo(sum / 3, 6);
        }
      }
      expect(numbersOf(history)).toEqual(each.flatMap((seen) => numbersOf(seen.history)));
      expect(numbersOf(history)).not.toEqual([]);
    }
  });
});

test('one that is joined to none is what it was, without what a fused operation would read', () => {
  withStore((store) => {
    const [plain] = attentionsOf(store) as [Attention];
    const joined = joinedAttention([plain]);
    expect(plain.additive).toBeDefined();
    expect(joined.additive).toBeUndefined();
    const [memory, prepared] = [joined.prepare(memoryOf()), plain.prepare(memoryOf())];
    const seen = joined.attend(queryOf(0), memory, joined.begin(memory), testing);
    const wanted = plain.attend(queryOf(0), prepared, plain.begin(prepared), testing);
    expect(numbersOf([seen.context, seen.weights, seen.history])).toEqual(
      numbersOf([wanted.context, wanted.weights, wanted.history]),
    );
  });
});

test('decoders take the context for as wide as it is', () => {
  withStore((store) => {
    const attention = joinedAttention(attentionsOf(store));
    const memory = memoryOf();
    const encoded = { memory, summary: tf.zeros<tf.Rank.R2>([B, D]), finalStates: [] };
    const cellOf = (inputSize: number, name: string) =>
      stackedCell([gruCell({ inputSize, units: Q }, {}, store.scope(name))]);
    const bridgeOf = (cell: ReturnType<typeof cellOf>) => () => cell.initialState(B);
    const reading = cellOf(7 + 3 * D, 'bahdanau');
    const bahdanau = bahdanauDecoder({ cell: reading, bridge: bridgeOf(reading), attention, inputSize: 7 });
    const plain = cellOf(7, 'luong');
    const luong = luongDecoder(
      { cell: plain, bridge: bridgeOf(plain), attention, inputSize: 7, inputFeeding: false },
      store.scope('luong decoder'),
    );
    for (const decoder of [bahdanau, luong]) {
      expect(decoder.contextSize).toBe(3 * D);
      const prepared = decoder.prepare(encoded);
      const step = decoder.step(tf.ones([B, 7]), decoder.start(encoded, prepared), prepared, testing);
      expect([step.output.shape, step.context?.shape]).toEqual([
        [B, Q],
        [B, 3 * D],
      ]);
    }
    expect(() => bahdanauDecoder({ cell: plain, bridge: bridgeOf(plain), attention, inputSize: 7 })).toThrow(
      'the lowest cell reads 7 values but gets a token of 7 and a context of 6; build it for 13.',
    );
  });
});

test('refuses none, memories of several widths, and a memory of another width', () => {
  withStore((store) => {
    expect(() => joinedAttention([])).toThrow('joined attention: there is none to join; give at least one.');
    const attentions = attentionsOf(store);
    expect(() => joinedAttention([...attentions, { ...(attentions[0] as Attention), memorySize: 5 }])).toThrow(
      'joined attention: one reads a memory of 2 but another one of 5; make all for the same memory.',
    );
    expect(() => joinedAttention(attentions).prepare({ values: tf.zeros([2, 3, 4]), mask: tf.ones([2, 3]) })).toThrow(
      'joinedAttention.prepare: values should be [B, S, 2]',
    );
  });
});
