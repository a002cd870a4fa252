// An operation that finds no room for all it needs fails, and leaves the memory as it was, however far it had come.
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, expect, test } from 'vitest';
import { registerSimdBackend } from '../index.ts';
import type { SimdBackend, SimdMemory } from '../simd-backend.ts';
import { MemoryExhaustedError } from './memory-exhausted-error.ts';

const byteBudget = 4 * 2 ** 20;
beforeEach(async () => {
  registerSimdBackend({ byteBudget, threads: 1 });
  await tf.setBackend('simd');
});

type Named = Readonly<Record<string, tf.Tensor>>;

const run = (name: string, inputs: Named, attributes: object): tf.Tensor[] =>
  tf.engine().runKernel(name, { ...inputs }, { ...attributes });

/** Without what is kept packed, which is no part of any operation. */
const tensorBytes = (): number => (tf.memory() as unknown as SimdMemory).numBytesInHeap;

/** Tries with no room, then with a cache line more each time until it is enough. */
const expectAllOrNothing = (name: string, inputs: Named, attributes: object): void => {
  const { heap } = tf.backend() as unknown as SimdBackend;
  let failures = 0;
  for (let room = 0; ; room += 64) {
    const filler = tf.zeros([byteBudget - heap.bytesHeld - room], 'bool');
    const before = tensorBytes();
    let failed = false;
    try {
      tf.tidy(() => void run(name, inputs, attributes));
    } catch (error) {
      if (!(error instanceof MemoryExhaustedError)) throw error;
      failed = true;
      failures++;
    }
    expect(tensorBytes(), `${name} with room for ${room} bytes`).toBe(before);
    filler.dispose();
    if (!failed) break;
  }
  expect(failures).toBeGreaterThan(1);
};

/** There and back; `outputs` says how many results are more than what the way back needs. */
const expectBothWays = (name: string, inputs: Named, attributes: object, outputs: number): void =>
  tf.tidy(() => {
    expectAllOrNothing(name, inputs, attributes);
    const results = run(name, inputs, attributes);
    const numbered = (prefix: string, tensors: tf.Tensor[]): Named =>
      Object.fromEntries(tensors.map((tensor, i) => [`${prefix}${i}`, tensor]));
    const gradients = results.slice(0, outputs).map((tensor) => tf.onesLike(tensor));
    const back = { ...inputs, ...numbered('saved', results.slice(outputs)), ...numbered('gradient', gradients) };
    expectAllOrNothing(`${name}Gradient`, back, attributes);
  });

const ones = (...shape: number[]): tf.Tensor => tf.ones(shape);
const [B, S, T, E, H, D, A] = [3, 4, 2, 5, 8, 12, 4];
const lstmLayer = (width: number): Named => ({
  kernel: ones(width, 4 * H),
  recurrentKernel: ones(H, 4 * H),
  bias: ones(4 * H),
  hidden: ones(B, H),
  carry: ones(B, H),
});

test('products', () => {
  expectBothWays('Seq2SeqAffine', { x: ones(B, D), kernel: ones(D, H), bias: ones(H) }, {}, 1);
});

test('an LSTM over vectors, and over tokens of a small vocabulary', () => {
  const rest = { mask: ones(B, S), ...lstmLayer(E) };
  const ids = tf.zeros([B, S], 'int32');
  for (const source of [{ inputs: ones(B, S, E) }, { table: ones(2, E), ids }]) {
    expectBothWays('Seq2SeqLstmSequence', { ...source, ...rest }, { reverse: true }, 3);
  }
});

test('a GRU', () => {
  const weights = { kernel: ones(E, 3 * H), recurrentKernel: ones(H, 3 * H), bias: ones(3 * H) };
  const inputs = { inputs: ones(B, S, E), mask: ones(B, S), ...weights, hidden: ones(B, H) };
  for (const recurrentBias of [{}, { recurrentBias: ones(3 * H) }]) {
    expectBothWays('Seq2SeqGruSequence', { ...inputs, ...recurrentBias }, { reverse: false }, 2);
  }
});

test('a decoder of two layers', () => {
  const inputs: Named = {
    ...{ inputs: ones(B, T, E), values: ones(B, S, D), mask: ones(B, S), keys: ones(B, S, A) },
    ...{ queryKernel: ones(H, A), v: ones(A), outputKernel: ones(D + H, H) },
    ...Object.fromEntries(
      [lstmLayer(E + H), lstmLayer(H)].flatMap((layer, l) =>
        Object.entries(layer).map(([name, tensor]) => [`${name}${l}`, tensor]),
      ),
    ),
    ...{ extraDropout: ones(T, B, H), dropout1: ones(T, B, H) },
  };
  const attributes = { queriesPrevious: false, givesContexts: true, givesStates: true };
  expectBothWays('Seq2SeqAttentionDecoder', inputs, { ...attributes, isRecorded: true }, 3 + 2 * 2);
  expectAllOrNothing('Seq2SeqAttentionDecoder', inputs, { ...attributes, isRecorded: false });
  const step = { ...inputs, inputs: ones(B, E), extraDropout: ones(1, B, H), dropout1: ones(1, B, H) };
  expectAllOrNothing('Seq2SeqAttentionDecoder', step, { ...attributes, isRecorded: false });
});
