import * as tf from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { batchOf, randomMatrix, randomSequences, realPart, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import { stepsOf } from '../tensor/steps-of.ts';
import { gatherRows } from '../tensor/tensor-tree.ts';
import { atOnce } from './__fixtures__/at-once.ts';
import type { Cell, CellSequence, CellState, LayerCell, Unrolled } from './cell.ts';
import { elmanCell } from './elman-cell.ts';
import { gruCell } from './gru-cell.ts';
import { lstmCell } from './lstm-cell.ts';
import { stackedCell, type StackedState, type StackOptions } from './stacked-cell.ts';
import { withDropout } from './with-dropout.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

const notTraining: Mode = { training: false };
const training = (): Mode & { readonly training: true } => ({ training: true, random: createRandom(4) });

/** Three layers of different cells, two of which drop. */
const cellsOf = (store: ParameterStore, { sharedInput = 0 }: StackOptions = {}): readonly LayerCell[] => [
  withDropout(atOnce(lstmCell({ inputSize: 5, units: 3 }, store.scope('0'))), 0.5),
  atOnce(gruCell({ inputSize: 3 + sharedInput, units: 3 }, {}, store.scope('1'))),
  withDropout(atOnce(elmanCell({ inputSize: 3 + sharedInput, units: 4 }, store.scope('2'))), 0.3),
];

const statesOf = (cells: readonly LayerCell[], rows: number): StackedState => {
  const random = createRandom(2);
  const stateOf = ({ stateSizes }: LayerCell): CellState =>
    Object.fromEntries(
      Object.entries(stateSizes).map(([part, size]) => [part, randomMatrix(rows, size, random)]),
    ) as CellState;
  return { layers: cells.map(stateOf) };
};

const unrolled = (stack: Cell<StackedState>, sequence: CellSequence<StackedState>): Unrolled<StackedState> => {
  const result = stack.unroll?.(sequence);
  if (!result) throw new Error('The stack did not unroll.');
  return result;
};

const stepped = (stack: Cell<StackedState>, { inputs, state: first, mode }: CellSequence<StackedState>) => {
  let state = first;
  const outputs = stepsOf(inputs).map((input) => {
    const step = stack.step(input, state, mode);
    state = step.state;
    return step.output;
  });
  return { outputs: tf.stack(outputs, 1), finalState: state };
};

describe.each<StackOptions>([{}, { residual: true }, { sharedInput: 2 }, { residual: true, sharedInput: 2 }])(
  'with %j',
  (options) => {
    cpuTest('equals its steps, and a seed loses the same values either way', () =>
      withStore((store) => {
        const cells = cellsOf(store, options);
        const stack = stackedCell(cells, options);
        const { inputs, mask } = batchOf(randomSequences([4, 4], 5, createRandom(1)));
        const sequence = { inputs, mask, state: statesOf(cells, 2), reverse: false };
        const plain = { ...sequence, mode: notTraining };
        expectSameTree('not training', snapshotOf(unrolled(stack, plain)), snapshotOf(stepped(stack, plain)));

        const [one, other] = [training(), training()];
        const dropped = snapshotOf(unrolled(stack, { ...sequence, mode: one }));
        expectSameTree('training', dropped, snapshotOf(stepped(stack, { ...sequence, mode: other })));
        expect(() => expectSameTree('both', dropped, snapshotOf(unrolled(stack, plain)))).toThrow('both');
        expect(one.random.next()).toBe(other.random.next());
      }),
    );

    cpuTest('padding and neighbours change nothing, either way round', () =>
      withStore((store) => {
        const cells = cellsOf(store, options);
        const stack = stackedCell(cells, options);
        const sequences = randomSequences([4, 1, 2], 5, createRandom(1));
        const state = statesOf(cells, 3);
        for (const reverse of [false, true]) {
          const padded = batchOf(sequences, { length: 6, padding: 7 });
          const together = unrolled(stack, { ...padded, state, reverse, mode: notTraining });
          const atPadding = tf.mul(together.outputs, tf.sub(1, tf.expandDims(padded.mask, 2)));
          expectSameTree('at padding', snapshotOf(atPadding), snapshotOf(tf.zerosLike(atPadding)), exactly);
          for (const [row, sequence] of sequences.entries()) {
            const rows = Int32Array.of(row);
            const own = batchOf([reverse ? sequence.toReversed() : sequence]);
            const alone = stepped(stack, { ...own, state: gatherRows(state, rows), reverse, mode: notTraining });
            const outputs = reverse ? tf.reverse(alone.outputs, 1) : alone.outputs;
            const part = realPart(together.outputs, row, sequence.length);
            expectSameTree(`row ${row}`, snapshotOf(part), snapshotOf(outputs));
            const finalState = gatherRows(together.finalState, rows);
            expectSameTree(`the state of row ${row}`, snapshotOf(finalState), snapshotOf(alone.finalState));
          }
        }
      }),
    );
  },
);

cpuTest('a stack with a layer that only steps does not unroll, and draws nothing', () =>
  withStore((store) => {
    const [lowest, middle] = cellsOf(store) as readonly [LayerCell, LayerCell];
    const { unroll: _, ...stepsOnly } = middle;
    const cannotToday: LayerCell = { ...middle, unroll: () => undefined };
    for (const upper of [stepsOnly, cannotToday]) {
      const cells = [lowest, upper];
      const mode = training();
      const { inputs, mask } = batchOf(randomSequences([4], 5, createRandom(1)));
      const sequence = { inputs, mask, state: statesOf(cells, 1), reverse: false, mode };
      expect(stackedCell(cells).unroll?.(sequence)).toBeUndefined();
      expect(mode.random.next()).toBe(training().random.next());
    }
  }),
);
