// Every number that a cell over a padded sequence gives, forward and back, so that one backend's can be held against another's.
import {
  type CellSizes,
  type CellState,
  createParameterStore,
  createRandom,
  embeddingLookup,
  type LayerCell,
  type ParameterScope,
  type ParameterStore,
  uniform,
  unroll,
} from '@seq2seq/core';
import { expectClose, expectNoLeak } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { BackendName } from '../use-backend.ts';
import { switchBackend } from './switch-backend.ts';

export type SequenceShapes = {
  readonly B: number;
  readonly S: number;
  readonly E: number;
  readonly H: number;
  readonly reverse: boolean;
  /** Behind: another length in each row. Anywhere: between real places too, and whole rows. */
  readonly padding: 'behind' | 'anywhere';
  /** V: inputs are tokens of that many, embedded; any vectors without it. */
  readonly vocabulary?: number;
};

/** All remainders of what kernels do at once, and units that are no multiple of four. */
export const sequenceShapes: fc.Arbitrary<SequenceShapes> = fc.record({
  B: fc.integer({ min: 1, max: 9 }),
  S: fc.integer({ min: 1, max: 6 }),
  E: fc.integer({ min: 1, max: 9 }),
  H: fc.constantFrom(4, 8, 12, 5, 36),
  reverse: fc.boolean(),
  padding: fc.constantFrom('behind', 'anywhere'),
});

/** The same with tokens of so few that an operation multiplies their table. */
export const smallVocabularyShapes: fc.Arbitrary<SequenceShapes> = fc
  .tuple(sequenceShapes, fc.nat())
  .filter(([{ B, S }]) => B * S > 2)
  .map(([shapes, any]) => ({ ...shapes, vocabulary: 1 + (any % (Math.ceil((shapes.B * shapes.S) / 2) - 1)) }));

export type CreateCell = (sizes: CellSizes, parameters: ParameterScope) => LayerCell;

/** By name: the outputs, each part of the last state, and the gradients of weights, inputs (or table) and each part of the first state. */
export type Numbers = ReadonlyMap<string, Float32Array>;

export const unrolledNumbers = async (
  create: CreateCell,
  backend: BackendName,
  threads: number | 'auto',
  shapes: SequenceShapes,
): Promise<Numbers> => {
  await switchBackend(backend, threads);
  // Room that kernels ask for holds what was there before: let it be what no result can hide.
  tf.tensor1d(new Float32Array(100_000).fill(Number.NaN)).dispose();
  const numbers = new Map<string, Float32Array>();
  const heldBefore = bytesHeld();
  expectNoLeak(() => {
    // Biases are scattered too: those that begin with zeros could hide a mistake.
    const store = createParameterStore((path, shape) => uniform(0.6)(shape, createRandom(3).fork(path)));
    const cell = create({ inputSize: shapes.E, units: shapes.H }, store);
    tf.tidy(() => {
      for (const [name, tensor] of Object.entries(runAndBack(cell, store, shapes)))
        numbers.set(name, tensor.dataSync() as Float32Array);
    });
    store.dispose();
  });
  expect(bytesHeld()).toBe(heldBefore);
  return numbers;
};

/** What the SIMD backend's memory holds, room that kernels took for themselves too; undefined on other backends. */
const bytesHeld = (): number | undefined => (tf.memory() as { readonly numBytesInHeap?: number }).numBytesInHeap;

/** Within 1e-5, gradients, which sum over many steps, within 1e-4. */
export const expectSameNumbers = (actual: Numbers, wanted: Numbers): void => {
  for (const [name, numbers] of wanted) {
    const tolerance = name.startsWith('gradient') ? 1e-4 : 1e-5;
    try {
      expectClose(actual.get(name) ?? [], numbers, { absolute: tolerance, relative: tolerance });
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    }
  }
};

/** The same to the last bit; a matcher would spend minutes on showing where not. */
export const expectSameBits = (actual: Numbers, wanted: Numbers): void => {
  for (const [name, numbers] of wanted) {
    const at = numbers.findIndex((number, i) => !Object.is(actual.get(name)?.[i], number));
    if (at >= 0) throw new Error(`${name}: number ${at} is ${actual.get(name)?.[at]}, expected ${numbers[at]}`);
  }
};

const runAndBack = (cell: LayerCell, store: ParameterStore, shapes: SequenceShapes): Record<string, Tensor> => {
  const { B, S, E, reverse, vocabulary } = shapes;
  const mask = maskOf(shapes);
  const ids = tf.tensor2d(
    Int32Array.from({ length: B * S }, (_, i) => (i * i + (i >> 1)) % (vocabulary ?? 1)),
    [B, S],
    'int32',
  );
  const read = (given: Tensor): Tensor => (vocabulary ? embeddingLookup(given as Tensor2D, ids) : given);
  const parts = Object.entries(cell.stateSizes);
  const run = (inputs: Tensor, state: readonly Tensor[]): Record<string, Tensor> => {
    const initialState = Object.fromEntries(parts.map(([part], i) => [part, state[i] as Tensor2D])) as CellState;
    const options = { reverse, initialState };
    const { outputs, finalState } = unroll(cell, read(inputs) as Tensor3D, mask, { training: false }, options);
    return { outputs, ...finalState };
  };
  const inputs = waves(vocabulary ? [vocabulary, E] : [B, S, E], 0.7);
  const state = parts.map(([, width], i) => waves([B, width], 1.3 + 0.8 * i));
  const loss = (all: Record<string, Tensor>): Scalar =>
    tf.addN(Object.values(all).map((part, i) => tf.sum(tf.mul(part, waves(part.shape, 0.3 + i)))));

  const ofGiven = tf.grads((first, ...rest) => loss(run(first, rest)))([inputs, ...state]);
  const weights = [...store.entries()];
  const { grads } = tf.variableGrads(
    () => loss(run(inputs, state)),
    weights.map(([, variable]) => variable),
  );
  const given = ['inputs', ...parts.map(([part]) => `first ${part}`)];
  return {
    ...run(inputs, state),
    ...Object.fromEntries(given.map((name, i) => [`gradient of ${name}`, ofGiven[i] as Tensor])),
    ...Object.fromEntries(weights.map(([path, { name }]) => [`gradient of ${path}`, grads[name] as Tensor])),
  };
};

const waves = (shape: readonly number[], frequency: number): Tensor => {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(1 + frequency * i)),
    [...shape],
  );
};

const maskOf = ({ B, S, padding }: SequenceShapes): Tensor2D => {
  const random = createRandom(7);
  const isReal = (row: number, step: number): boolean =>
    padding === 'behind' ? step < 1 + (row % S) : random.next() < 0.6;
  return tf.tensor2d(
    Float32Array.from({ length: B * S }, (_, i) => (isReal(Math.floor(i / S), i % S) ? 1 : 0)),
    [B, S],
  );
};
