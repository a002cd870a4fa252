// The second way to compute what layers of Elman cells read: loops over plain arrays, in float64, one sequence at a time.
import * as tf from '@tensorflow/tfjs-core';
import { expectClose } from '../../../testing/index.ts';
import { batchOf, type Sequence } from '../../../testing/sequences.ts';
import { entry, matricesOf, type Matrix, timesColumn } from '../../cell/__fixtures__/plain-arrays.ts';
import type { NamedVariables } from '../../checkpoint/parameters-file.ts';
import type { Encoder } from '../encoder.ts';

type Weights = ReturnType<typeof matricesOf>;

/** What an oracle says of one sequence. */
export type Wanted = {
  readonly memory: Matrix;
  readonly summary: readonly number[];
  /** One per layer, lowest first. */
  readonly finalHidden: Matrix;
};

/** The outputs at each position of layer `path`, h = tanh(x W + h U + b), read from the first or from the last. */
export const readByLoops = (
  sequence: Matrix,
  weights: Weights,
  path: string,
  direction: 'forward' | 'backward',
): Matrix => {
  const [kernel, recurrent, bias] = ['kernel', 'recurrentKernel', 'bias'].map(
    (name) => weights[`${path}.${direction}.${name}`] as Matrix,
  );
  let hidden: readonly number[] = (recurrent as Matrix).map(() => 0);
  const inOrder = direction === 'forward' ? sequence : sequence.toReversed();
  const outputs = inOrder.map((input) => {
    const before = hidden;
    hidden = before.map((_, j) =>
      Math.tanh(timesColumn(input, kernel, j) + timesColumn(before, recurrent, j) + entry(bias, j)),
    );
    return hidden;
  });
  return direction === 'forward' ? outputs : outputs.toReversed();
};

/** Two layers' outputs side by side. */
export const besides = (left: Matrix, right: Matrix): Matrix =>
  left.map((row, s) => [...row, ...(right[s] as readonly number[])]);

/** Two sequences' sum. */
export const sumOf = (one: Matrix, other: Matrix): Matrix =>
  one.map((row, s) => row.map((value, j) => value + (other[s]?.[j] as number)));

/** Fails unless each row of a padded batch is what the oracle says of its sequence alone, with nothing behind it. */
export const expectReads = (
  encoder: Encoder,
  store: NamedVariables,
  sequences: readonly Sequence[],
  wantedOf: (sequence: Sequence, weights: Weights) => Wanted,
): void => {
  const { inputs, mask } = batchOf(sequences, { length: 7, padding: 3 });
  const { memory, summary, finalStates } = encoder.encode(inputs, mask, { training: false });
  const wanted = sequences.map((sequence) => wantedOf(sequence, matricesOf(store)));
  const [, S, D] = memory.values.shape;
  const filled = wanted.map((row) =>
    Array.from({ length: S }, (_, s) => [...(row.memory[s] ?? new Array<number>(D).fill(0))]),
  );
  expectClose(memory.values, tf.tensor3d(filled));
  expectClose(
    memory.mask,
    tf.tensor2d(wanted.map((row) => Array.from({ length: S }, (_, s) => (s < row.memory.length ? 1 : 0)))),
  );
  expectClose(summary, tf.tensor2d(wanted.map((row) => [...row.summary])));
  for (const [layer, { hidden }] of finalStates.entries()) {
    expectClose(hidden, tf.tensor2d(wanted.map((row) => [...(row.finalHidden[layer] as readonly number[])])));
  }
};
