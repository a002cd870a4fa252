import * as tf from '@tensorflow/tfjs-core';
import type { CellState } from '../src/cell/cell.ts';
import type { Encoded, Encoder } from '../src/encoder/encoder.ts';
import { createParameterStore, type ParameterScope } from '../src/parameters/parameter-store.ts';
import type { Mode } from '../src/random/mode.ts';
import { createRandom, type Random } from '../src/random/random.ts';
import { gatherRows } from '../src/tensor/tensor-tree.ts';
import { checkLaws, type Law } from './check-laws.ts';
import { exactly, expectSameTree, snapshotOf } from './expect-same-tree.ts';
import { batchOf, randomSequences, realPart, scattered } from './sequences.ts';

/** What makes the encoder under test; the kit creates it again for each law. */
export type EncoderUnderTest = { create(parameters: ParameterScope): Encoder };

export type EncoderContractOptions = {
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks the laws that every encoder must keep, ours or yours: what it gives has the declared shapes, the memory has as many real
 * positions as declared and is zero behind them, and a sequence gives the same numbers however it is padded and whatever stands beside
 * it.
 *
 * Reads numbers synchronously, so use a backend that can (cpu, wasm).
 *
 * @throws Error that names the first law that is broken, where, and the numbers that show it
 */
export const checkEncoderContract = (kind: EncoderUnderTest, { seed = 1 }: EncoderContractOptions = {}): void => {
  const law: EncoderLaw = (sentence, check) => [
    sentence,
    () => {
      const store = createParameterStore(scattered(seed));
      try {
        const encoder = kind.create(store.scope('encoder'));
        tf.tidy(() => check(encoder, createRandom(seed).fork(sentence)));
      } finally {
        store.dispose();
      }
    },
  ];
  checkLaws('encoder contract', [...shapeLaws(law), ...paddingLaws(law)]);
};

type EncoderLaw = (sentence: string, check: (encoder: Encoder, random: Random) => void) => Law;

const notTraining: Mode = { training: false };
const lengths = [5, 2, 1];

const shapeLaws = (law: EncoderLaw): Law[] => [
  law('all that creating and encoding make is given back', (encoder, random) => {
    const { inputs, mask } = batchOf(randomSequences(lengths, encoder.inputSize, random));
    encoder.encode(inputs, mask, notTraining);
  }),
  law('memory, summary and final states have the declared shapes', (encoder, random) => {
    const { inputs, mask } = batchOf(randomSequences(lengths, encoder.inputSize, random));
    const { memory, summary, finalStates } = encoder.encode(inputs, mask, notTraining);
    const [B, S] = mask.shape;
    expectShape('memory.values', memory.values, [B, positionsOf(encoder, S), encoder.memorySize]);
    expectShape('summary', summary, [B, encoder.summarySize]);
    expectSameTree('memory.mask', snapshotOf(memory.mask), snapshotOf(memoryMask(encoder, lengths, S)), exactly);
    if (finalStates.length !== encoder.stateSizes.length) {
      throw new Error(`there are ${finalStates.length} final states, but stateSizes has ${encoder.stateSizes.length}.`);
    }
    for (const [layer, sizes] of encoder.stateSizes.entries()) {
      const state = finalStates[layer] as CellState;
      const [parts, declared] = [state, sizes].map((record) => Object.keys(record).toSorted().join(', '));
      if (parts !== declared) {
        throw new Error(`the final state of layer ${layer} has [${parts}], but stateSizes says [${declared}].`);
      }
      for (const [part, value] of Object.entries(state)) {
        expectShape(`the ${part} of layer ${layer}`, value, [B, sizes[part]]);
      }
    }
  }),
  law('a source of any length has its number of memory positions', (encoder, random) => {
    for (const length of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const { inputs, mask } = batchOf(randomSequences([length], encoder.inputSize, random));
      const { memory } = encoder.encode(inputs, mask, notTraining);
      const positions = positionsOf(encoder, length);
      expectShape(`memory.values of ${length} tokens`, memory.values, [1, positions, encoder.memorySize]);
      expectSameTree(
        `memory.mask of ${length} tokens`,
        snapshotOf(memory.mask),
        snapshotOf(tf.ones([1, positions])),
        exactly,
      );
    }
  }),
  law('encoding remembers nothing and changes nothing', (encoder, random) => {
    const [batch, other] = [lengths, [1, 3]].map((of) => batchOf(randomSequences(of, encoder.inputSize, random)));
    if (!batch || !other) return;
    const given = snapshotOf(batch);
    for (const modeOf of [() => notTraining, (): Mode => ({ training: true, random: createRandom(1) })]) {
      const first = snapshotOf(encoder.encode(batch.inputs, batch.mask, modeOf()));
      encoder.encode(other.inputs, other.mask, modeOf());
      const again = snapshotOf(encoder.encode(batch.inputs, batch.mask, modeOf()));
      expectSameTree('the same batch again', again, first, exactly);
    }
    expectSameTree('what was given', snapshotOf(batch), given, exactly);
  }),
];

const paddingLaws = (law: EncoderLaw): Law[] => [
  law('the memory is zero at padding', (encoder, random) => {
    const { inputs, mask } = batchOf(randomSequences(lengths, encoder.inputSize, random), { length: 7, padding: 7 });
    const { memory } = encoder.encode(inputs, mask, notTraining);
    expectSameTree('memory.mask', snapshotOf(memory.mask), snapshotOf(memoryMask(encoder, lengths, 7)), exactly);
    const atPadding = tf.mul(memory.values, tf.sub(1, tf.expandDims(memory.mask, 2)));
    const wanted = snapshotOf(tf.zerosLike(memory.values));
    expectSameTree('memory.values at padding', snapshotOf(atPadding), wanted, exactly);
  }),
  law('padding and neighbours change nothing', (encoder, random) => {
    const sequences = randomSequences(lengths, encoder.inputSize, random);
    for (const { length, padding } of [
      { length: 5, padding: 0 },
      { length: 5, padding: 7 },
      { length: 8, padding: 7 },
    ]) {
      const { inputs, mask } = batchOf(sequences, { length, padding });
      const together = encoder.encode(inputs, mask, notTraining);
      for (const [row, sequence] of sequences.entries()) {
        const own = batchOf([sequence]);
        const positions = positionsOf(encoder, sequence.length);
        expectSameTree(
          `sequence ${row}, padded to ${length} with ${padding}`,
          snapshotOf(rowOf(together, row, positions)),
          snapshotOf(rowOf(encoder.encode(own.inputs, own.mask, notTraining), 0, positions)),
        );
      }
    }
  }),
];

/** How many memory positions the encoder says a source of this length has. */
const positionsOf = (encoder: Encoder, length: number): number => encoder.memoryLength?.(length) ?? length;

/** [B, S'] the mask that the memory should have of sources of these lengths, side by side and padded to one. */
const memoryMask = (encoder: Encoder, of: readonly number[], padded: number): tf.Tensor2D => {
  const places = Array.from({ length: positionsOf(encoder, padded) }, (_, place) => place);
  return tf.tensor2d(of.map((length) => places.map((place) => (place < positionsOf(encoder, length) ? 1 : 0))));
};

/** What an encoding holds of one sequence. */
const rowOf = ({ memory, summary, finalStates }: Encoded, row: number, positions: number) => ({
  memory: realPart(memory.values, row, positions),
  ...gatherRows({ summary, finalStates }, Int32Array.of(row)),
});

const expectShape = (what: string, { shape }: tf.Tensor, wanted: readonly (number | undefined)[]): void => {
  if (shape.join() !== wanted.join()) {
    throw new Error(`${what} is [${shape.join(', ')}], expected [${wanted.join(', ')}].`);
  }
};
