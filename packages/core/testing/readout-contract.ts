import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { assignParameters } from '../src/checkpoint/parameters-file.ts';
import { linearReadout } from '../src/model/linear-readout.ts';
import type { Readout, ReadoutInput, ReadoutKind, ReadoutSizes } from '../src/model/readout.ts';
import { createParameterStore, fromZeros, type ParameterStore } from '../src/parameters/parameter-store.ts';
import { createRandom, type Random } from '../src/random/random.ts';
import { gatherRows } from '../src/tensor/tensor-tree.ts';
import { checkLaws, type Law } from './check-laws.ts';
import { exactly, expectSameTree, snapshotOf } from './expect-same-tree.ts';
import { expectGradients } from './finite-differences.ts';
import { randomMatrix, scattered } from './sequences.ts';
import { requireGradientOfEach, savedWeightsOf } from './weight-requirements.ts';

export type ReadoutContractOptions = {
  /** Small is fast. Default: H 3, E 2, D 4, V 5. */
  readonly sizes?: ReadoutSizes;
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks the laws that every readout must keep, ours or yours: V scores a row, rows that do not see each other, inputs that are read
 * only where it says so, weights that all matter and are all saved, right gradients.
 *
 * Reads numbers synchronously, so use a backend that can (cpu, wasm).
 *
 * @param options - what the kind's `create` takes
 * @throws Error that names the first law that is broken, where, and the numbers that show it
 */
export const checkReadoutContract = <Options>(
  kind: ReadoutKind<Options>,
  options: Options,
  {
    sizes = { outputSize: 3, embeddingSize: 2, contextSize: 4, vocabularySize: 5 },
    seed = 1,
  }: ReadoutContractOptions = {},
): void => {
  const make = (store: ParameterStore): Readout =>
    kind.create(sizes, options, store.scope('output'), (inputSize) =>
      linearReadout({ inputSize, vocabularySize: sizes.vocabularySize }, store.scope('generator')),
    );
  const law: ReadoutLaw = (sentence, check) => [
    sentence,
    () => {
      const store = createParameterStore(scattered(seed));
      try {
        const readout = make(store);
        tf.tidy(() => check({ readout, store, random: createRandom(seed).fork(sentence) }));
      } finally {
        store.dispose();
      }
    },
  ];
  checkLaws('readout contract', [...readingLaws(law, sizes), ...weightLaws(law, sizes, make)]);
};

type ReadoutSubject = { readonly readout: Readout; readonly store: ParameterStore; readonly random: Random };
type ReadoutLaw = (sentence: string, check: (subject: ReadoutSubject) => void) => Law;

const rows = 4;

const inputOf = ({ outputSize, embeddingSize, contextSize }: ReadoutSizes, random: Random): ReadoutInput => ({
  outputs: randomMatrix(rows, outputSize, random),
  embeddings: randomMatrix(rows, embeddingSize, random),
  ...(contextSize > 0 && { contexts: randomMatrix(rows, contextSize, random) }),
});

const readingLaws = (law: ReadoutLaw, sizes: ReadoutSizes): Law[] => [
  law('all that creating and reading make is given back', ({ readout, random }) => {
    readout.read(inputOf(sizes, random));
  }),
  law('there is one score for each row and token', ({ readout, random }) => {
    const { shape } = readout.read(inputOf(sizes, random));
    const wanted = [rows, sizes.vocabularySize];
    if (shape.join() !== wanted.join()) {
      throw new Error(`the scores are [${shape.join(', ')}], expected [${wanted.join(', ')}].`);
    }
    if (readout.vocabularySize !== sizes.vocabularySize) {
      throw new Error(`vocabularySize is ${readout.vocabularySize}, expected ${sizes.vocabularySize}.`);
    }
  }),
  law('reading remembers nothing and changes nothing', ({ readout, random }) => {
    const input = inputOf(sizes, random);
    const given = snapshotOf(input);
    const first = snapshotOf(readout.read(input));
    readout.read(inputOf(sizes, random));
    expectSameTree('the same rows again', snapshotOf(readout.read(input)), first, exactly);
    expectSameTree('what was given', snapshotOf(input), given, exactly);
  }),
  law('rows do not see each other', ({ readout, random }) => {
    const input = inputOf(sizes, random);
    const together = readout.read(input);
    for (let row = 0; row < rows; row++) {
      const alone = Int32Array.of(row);
      expectSameTree(
        `row ${row} of ${rows}`,
        snapshotOf(gatherRows(together, alone)),
        snapshotOf(readout.read(gatherRows(input, alone))),
      );
    }
  }),
  law('embeddings and contexts are read only where readsInputs is true', ({ readout, random }) => {
    if (readout.readsInputs) return;
    const input = inputOf(sizes, random);
    const other = readout.read({ outputs: input.outputs, embeddings: tf.zerosLike(input.embeddings) });
    expectSameTree('other inputs', snapshotOf(other), snapshotOf(readout.read(input)), exactly);
  }),
];

const weightLaws = (law: ReadoutLaw, sizes: ReadoutSizes, make: (store: ParameterStore) => Readout): Law[] => [
  law('every weight gets a gradient that is finite and not all zero', ({ readout, store, random }) => {
    requireGradientOfEach(weightedSum(readout, inputOf(sizes, random), random), store);
  }),
  law('gradients equal finite differences', ({ readout, store, random }) => {
    const outputs = tf.variable(randomMatrix(rows, sizes.outputSize, random));
    try {
      const compute = weightedSum(readout, { ...inputOf(sizes, random), outputs }, random);
      // A small step, for those that have kinks.
      expectGradients(compute, new Map([...store.entries(), ['outputs', outputs]]), { step: 2 ** -9, tolerance: 2e-3 });
    } finally {
      outputs.dispose();
    }
  }),
  law('a readout with the weights of another gives the same scores', ({ readout, store, random }) => {
    const saved = savedWeightsOf(store);
    const input = inputOf(sizes, random);
    const copy = createParameterStore(fromZeros);
    try {
      const other = make(copy);
      assignParameters(copy, saved, 'the copy');
      expectSameTree('the copy', snapshotOf(other.read(input)), snapshotOf(readout.read(input)), exactly);
    } finally {
      copy.dispose();
    }
  }),
];

/** A number that depends on every score, on each in its own way. */
const weightedSum = (readout: Readout, input: ReadoutInput, random: Random): (() => Scalar) => {
  const shares: Tensor2D = randomMatrix(rows, readout.vocabularySize, random);
  return () => tf.tidy(() => tf.sum<Scalar>(tf.mul(readout.read(input), shares)));
};
