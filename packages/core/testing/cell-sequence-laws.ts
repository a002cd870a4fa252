// What a cell must keep so that `unroll` can keep its promises.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { unroll } from '../src/cell/unroll.ts';
import type { Mode } from '../src/random/mode.ts';
import { gatherRows } from '../src/tensor/tensor-tree.ts';
import type { CellLaw } from './cell-law.ts';
import type { Law } from './check-laws.ts';
import { exactly, expectSameTree, snapshotOf } from './expect-same-tree.ts';
import { batchOf, randomSequences, realPart } from './sequences.ts';

const notTraining: Mode = { training: false };
const lengths = [5, 2, 1];

export const cellSequenceLaws = (law: CellLaw): Law[] => [
  law('stepwise equals unrolled', ({ cell, random }) => {
    const { inputs, mask } = batchOf(randomSequences([4, 4], cell.inputSize, random));
    let state = cell.initialState(2);
    const outputs = (tf.unstack(inputs, 1) as Tensor2D[]).map((input) => {
      const stepped = cell.step(input, state, notTraining);
      state = stepped.state;
      return stepped.output;
    });
    const unrolled = unroll(cell, inputs, mask, notTraining);
    expectSameTree('unroll', snapshotOf(unrolled), snapshotOf({ outputs: tf.stack(outputs, 1), finalState: state }));
  }),
  law('padding and neighbours change nothing', ({ cell, random }) => {
    const sequences = randomSequences(lengths, cell.inputSize, random);
    for (const padding of [0, 7]) {
      for (const length of [5, 8]) {
        const { inputs, mask } = batchOf(sequences, { length, padding });
        const together = unroll(cell, inputs, mask, notTraining);
        const atPadding = tf.mul(together.outputs, tf.sub(1, tf.expandDims(mask, 2)));
        expectSameTree('outputs at padding', snapshotOf(atPadding), snapshotOf(tf.zerosLike(atPadding)), exactly);
        for (const [row, sequence] of sequences.entries()) {
          const own = batchOf([sequence]);
          expectSameTree(
            `sequence ${row}, padded to ${length} with ${padding}`,
            snapshotOf({
              outputs: realPart(together.outputs, row, sequence.length),
              finalState: gatherRows(together.finalState, Int32Array.of(row)),
            }),
            snapshotOf(unroll(cell, own.inputs, own.mask, notTraining)),
          );
        }
      }
    }
  }),
  law('backwards equals forwards over the reversed sequence', ({ cell, random }) => {
    const sequences = randomSequences(lengths, cell.inputSize, random);
    const { inputs, mask } = batchOf(sequences, { length: 6, padding: 7 });
    const backwards = unroll(cell, inputs, mask, notTraining, { reverse: true });
    for (const [row, sequence] of sequences.entries()) {
      const reversed = batchOf([sequence.toReversed()]);
      const { outputs, finalState } = unroll(cell, reversed.inputs, reversed.mask, notTraining);
      expectSameTree(
        `sequence ${row}`,
        snapshotOf({
          outputs: realPart(backwards.outputs, row, sequence.length),
          finalState: gatherRows(backwards.finalState, Int32Array.of(row)),
        }),
        snapshotOf({ outputs: tf.reverse(outputs, 1), finalState }),
      );
    }
  }),
];
