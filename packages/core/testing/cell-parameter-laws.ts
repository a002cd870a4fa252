import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { CellSizes, CellState } from '../src/cell/cell.ts';
import { unroll } from '../src/cell/unroll.ts';
import { uniform } from '../src/parameters/initializers.ts';
import { createParameterStore, fromSeed, type ParameterStore } from '../src/parameters/parameter-store.ts';
import type { Random } from '../src/random/random.ts';
import { mapTensors } from '../src/tensor/tensor-tree.ts';
import { type CellLaw, type CellSubject, type CreateCell, randomState } from './cell-law.ts';
import type { Law } from './check-laws.ts';
import { exactly, expectSameTree, leavesOf, snapshotOf, type TreeSnapshot } from './expect-same-tree.ts';
import { expectGradients } from './finite-differences.ts';
import { batchOf, randomSequences } from './sequences.ts';
import { requireGradientOfEach } from './weight-requirements.ts';

export const cellParameterLaws = (law: CellLaw, create: CreateCell, sizes: CellSizes, seed: number): Law[] => [
  law('every weight gets a gradient that is finite and not all zero', (subject) => {
    requireGradientOfEach(weightedSum(subject), subject.store);
  }),
  law('gradients equal finite differences', (subject) => {
    const { cell, store, random } = subject;
    const inputs = tf.variable(batchOf(randomSequences([3, 1], cell.inputSize, random), { padding: 1 }).inputs);
    const initialState = mapTensors<CellState>(randomState(cell, 2, random), (part) => tf.variable(part));
    const starts = leavesOf({ inputs, initialState }) as [string, Variable][];
    try {
      expectGradients(weightedSum(subject, { inputs: inputs, initialState }), new Map([...store.entries(), ...starts]));
    } finally {
      for (const [, variable] of starts) variable.dispose();
    }
  }),
  law('the same seed gives the same weights, whatever else there is', () => {
    const alone = weightsAfter(seed, (store) => create(sizes, store.scope('cell')));
    const again = weightsAfter(seed, (store) => create(sizes, store.scope('cell')));
    expectSameTree('created again', again, alone, exactly);
    const besides = weightsAfter(seed, (store) => {
      create(sizes, store.scope('other'));
      create(sizes, store.scope('cell'));
    });
    expectSameTree('created after another part', besides, alone, exactly);
  }),
];

type Start = { readonly inputs: Tensor3D; readonly initialState: CellState };

/** A number that depends on every output and final state part of sequences of lengths 3 and 1, each with a weight of its own. */
const weightedSum = ({ cell, random }: CellSubject, start?: Start): (() => Scalar) => {
  const padded = batchOf(randomSequences([3, 1], cell.inputSize, random), { padding: 1 });
  const { inputs, initialState } = start ?? { inputs: padded.inputs, initialState: randomState(cell, 2, random) };
  return () =>
    tf.tidy(() => {
      const result = unroll(cell, inputs, padded.mask, { training: false }, { initialState });
      const terms = leavesOf(result).map(([path, leaf]) => tf.sum(tf.mul(leaf, sharesLike(leaf, random.fork(path)))));
      return tf.addN(terms) as Scalar;
    });
};

const sharesLike = (leaf: tf.Tensor, random: Random): tf.Tensor =>
  tf.tensor(uniform(1)(leaf.shape, random), leaf.shape);

const weightsAfter = (seed: number, create: (store: ParameterStore) => void): TreeSnapshot => {
  const store = createParameterStore(fromSeed(seed));
  try {
    create(store);
    return snapshotOf(Object.fromEntries([...store.entries()].filter(([path]) => path.startsWith('cell.'))));
  } finally {
    store.dispose();
  }
};
