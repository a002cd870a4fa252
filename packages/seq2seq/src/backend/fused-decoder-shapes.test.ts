// A decoder as one operation reads what it is given without asking again: a wrong shape is refused before, not read beyond its end.
import { composeAttention, mlpScorer } from '@seq2seq/attention';
import {
  type Attention,
  bahdanauDecoder,
  createParameterStore,
  type Decoder,
  fromSeed,
  lstmCell,
  luongDecoder,
  type ParameterScope,
  ShapeError,
  stackedCell,
} from '@seq2seq/core';
import { expectNoLeak } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from './use-backend.ts';

const [B, S, T, E, H, D, A] = [2, 5, 3, 3, 8, 12, 4];

const rightShapes = {
  inputs: [B, T, E],
  values: [B, S, D],
  mask: [B, S],
  keys: [B, S, A],
  queryKernel: [H, A],
  v: [A],
  hidden: [B, H],
  carry: [B, H],
  feed: [B, H],
};
type Shapes = Readonly<Record<keyof typeof rightShapes, number[]>>;

type Order = 'Luong' | 'Bahdanau';

const decoderOf = (order: Order, attention: Attention, parameters: ParameterScope): Decoder => {
  const inputSize = E + (order === 'Luong' ? H : D);
  const cell = stackedCell([lstmCell({ inputSize, units: H }, parameters.scope('cell'))]);
  const parts = { cell, bridge: () => cell.initialState(B), attention, inputSize: E };
  return order === 'Luong' ? luongDecoder({ ...parts, inputFeeding: true }, parameters) : bahdanauDecoder(parts);
};

/** All steps at once, or one of them, with tensors of these shapes. */
const run = (order: Order, how: 'unroll' | 'step', changed: Partial<Shapes>): void =>
  expectNoLeak(() => {
    const store = createParameterStore(fromSeed(1));
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries({ ...rightShapes, ...changed }).map(([name, shape]) => [name, tf.ones(shape)]),
      ) as Record<keyof Shapes, never>;
      const { inputs, queryKernel, v, hidden, carry, feed, ...prepared } = tensors;
      const scorer = mlpScorer.create({ querySize: H, memorySize: D }, { units: A }, store.scope('scorer'));
      const attention: Attention = {
        ...(composeAttention({ scorer, memorySize: D }) as Attention),
        additive: { queryKernel, v },
      };
      const state = { stack: { layers: [{ hidden, carry }] }, history: {}, ...(order === 'Luong' && { feed }) };
      const decoder = decoderOf(order, attention, store);
      const mode = { training: false } as const;
      try {
        if (how === 'step') decoder.step(tf.squeeze(tf.slice(inputs, [0, 0], [-1, 1]), [1]), state, prepared, mode);
        else decoder.unroll?.({ inputs, state, prepared, mode, givesContexts: false });
      } finally {
        store.dispose();
      }
    });
  });

beforeAll(() => useBackend('simd', { threads: 1 }));

const wrong: readonly { readonly name: keyof Shapes; readonly shape: number[]; readonly message: string }[] = [
  { name: 'values', shape: [B, S, 8], message: 'values should be [B, S, 12] with B = 2, S = 5, but is [2, 5, 8]' },
  { name: 'mask', shape: [B, 6], message: 'mask should be [B, S] with B = 2, S = 5, but is [2, 6]' },
  { name: 'keys', shape: [B, 6, A], message: 'keys should be [B, S, A] with B = 2, S = 5, but is [2, 6, 4]' },
  { name: 'keys', shape: [1, S, A], message: 'keys should be [B, S, A] with B = 2, S = 5' },
  { name: 'queryKernel', shape: [12, A], message: 'queryKernel should be [8, A] with A = 4, but is [12, 4]' },
  { name: 'queryKernel', shape: [H, 8], message: 'queryKernel should be [8, A] with A = 4, but is [8, 8]' },
  { name: 'v', shape: [8], message: 'v should be [A] with A = 4, but is [8]' },
  { name: 'hidden', shape: [B, 4], message: 'hidden of layer 0 should be [B, 8] with B = 2, but is [2, 4]' },
  { name: 'carry', shape: [1, H], message: 'carry of layer 0 should be [B, 8] with B = 2, but is [1, 8]' },
];

describe.each(['Luong', 'Bahdanau'] as const)('%s', (order) => {
  test('the right shapes are taken', () => {
    run(order, 'unroll', {});
    run(order, 'step', {});
  });

  test.each(wrong)('$name $shape', ({ name, shape, message }) => {
    for (const how of ['unroll', 'step'] as const) {
      expect(() => run(order, how, { [name]: shape })).toThrow(`unrollAttention: ${message}`);
      expect(() => run(order, how, { [name]: shape })).toThrow(ShapeError);
    }
  });

  test('tokens of another width', () => {
    // With 7, what is left of the cell's input is a multiple of four too: only the decoder's own width tells.
    for (const width of [1, 7]) {
      expect(() => run(order, 'unroll', { inputs: [B, T, width] })).toThrow(
        `unrollAttention: inputs should be [B, T, 3] with B = 2, T = 3, but is [2, 3, ${width}]`,
      );
    }
    expect(() => run(order, 'step', { inputs: [B, T, 7] })).toThrow(/Decoder.step: input should be \[B, 3\]/);
  });
});

test('what was fed back is as wide as the output', () => {
  expect(() => run('Luong', 'step', { feed: [B, 4] })).toThrow(
    'unrollAttention: feed should be [B, 8] with B = 2, but is [2, 4]',
  );
});
