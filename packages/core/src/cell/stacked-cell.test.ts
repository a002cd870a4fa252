import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import type { CellState, LayerCell } from './cell.ts';
import { elmanCell } from './elman-cell.ts';
import { lstmCell, type LstmState } from './lstm-cell.ts';
import { stackedCell } from './stacked-cell.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

const notTraining: Mode = { training: false };

const cellsOf = (store: ParameterStore): readonly [LayerCell, LayerCell] => [
  lstmCell({ inputSize: 2, units: 3 }, store.scope('0')),
  elmanCell({ inputSize: 3, units: 3 }, store.scope('1')),
];

const statesOf = (cells: readonly LayerCell[]): readonly CellState[] => {
  const random = createRandom(2);
  return cells.map(
    ({ stateSizes }) =>
      Object.fromEntries(
        Object.entries(stateSizes).map(([part, size]) => [part, randomMatrix(2, size, random)]),
      ) as CellState,
  );
};

cpuTest('each layer reads the output of the one below', () =>
  withStore((store) => {
    const [lower, upper] = cellsOf(store);
    const [lowerState, upperState] = statesOf([lower, upper]) as [CellState, CellState];
    const stack = stackedCell([lower, upper]);
    expect([stack.inputSize, stack.outputSize]).toEqual([2, 3]);

    const input = randomMatrix(2, 2, createRandom(1));
    const stepped = stack.step(input, { layers: [lowerState, upperState] }, notTraining);
    const first = lower.step(input, lowerState, notTraining);
    const second = upper.step(first.output, upperState, notTraining);
    const wanted = { output: second.output, state: { layers: [first.state, second.state] } };
    expectSameTree('the stack', snapshotOf(stepped), snapshotOf(wanted));
  }),
);

cpuTest('with residual, layers above the first add their input to their output; states are taken before that', () =>
  withStore((store) => {
    const [lower, upper] = cellsOf(store);
    const [lowerState, upperState] = statesOf([lower, upper]) as [CellState, CellState];
    const input = randomMatrix(2, 2, createRandom(1));
    const stack = stackedCell([lower, upper], { residual: true });
    const stepped = stack.step(input, { layers: [lowerState, upperState] }, notTraining);
    const first = lower.step(input, lowerState, notTraining);
    const second = upper.step(first.output, upperState, notTraining);
    const wanted = { output: tf.add(second.output, first.output), state: { layers: [first.state, second.state] } };
    expectSameTree('the stack', snapshotOf(stepped), snapshotOf(wanted));
  }),
);

cpuTest('residual where nothing can be added is a ConfigError: the first layer never adds', () =>
  withStore((store) => {
    const cell = elmanCell({ inputSize: 3, units: 3 }, store);
    expect(() => stackedCell([cell], { residual: true })).toThrow(
      'stackedCell: residual is on but no layer above the first gives as much as it reads',
    );
  }),
);

cpuTest(
  'a shared input is read by every layer, behind the output of the layer below; residual adds that output alone',
  () =>
    withStore((store) => {
      const lower = lstmCell({ inputSize: 5, units: 3 }, store.scope('0'));
      const upper = elmanCell({ inputSize: 3 + 2, units: 3 }, store.scope('1'));
      const [lowerState, upperState] = statesOf([lower, upper]) as [LstmState, CellState];
      const input = randomMatrix(2, 5, createRandom(1));
      const first = lower.step(input, lowerState, notTraining);
      const shared = tf.slice(input, [0, 3], [2, 2]);
      const second = upper.step(tf.concat([first.output, shared], 1), upperState, notTraining);
      for (const residual of [false, true]) {
        const stack = stackedCell([lower, upper], { sharedInput: 2, residual });
        const stepped = stack.step(input, { layers: [lowerState, upperState] }, notTraining);
        const output = residual ? tf.add(second.output, first.output) : second.output;
        const wanted = { output, state: { layers: [first.state, second.state] } };
        expectSameTree('the stack', snapshotOf(stepped), snapshotOf(wanted));
      }
    }),
);

cpuTest('a shared input that nobody can share is a ConfigError that names both sides', () =>
  withStore((store) => {
    const [lower, upper] = cellsOf(store);
    const build = (cells: readonly LayerCell[], sharedInput: number) => (): unknown =>
      stackedCell(cells, { sharedInput });
    expect(build([lower], 2)).toThrow(
      'stackedCell: sharedInput is 2 but there is one layer, and only those above the first read it again',
    );
    expect(build([lower, upper], 3)).toThrow('sharedInput is 3 but the lowest layer reads 2 values');
    expect(build([lower, upper], 1)).toThrow(
      'stackedCell: layer 1 reads 3 values but layer 0 gives 3 and the shared input is 1; make them equal.',
    );
    expect(build([lower, upper], 1)).toThrow(ConfigError);
  }),
);

cpuTest('a stack says what it is made of only where it does nothing but pass its input through', () =>
  withStore((store) => {
    const cells = cellsOf(store);
    expect(stackedCell(cells).stack).toEqual(cells);
    expect(stackedCell(cells, { residual: true }).stack).toBeUndefined();
    const wider = [cells[0], elmanCell({ inputSize: 3 + 2, units: 3 }, store.scope('wider'))];
    expect(stackedCell(wider, { sharedInput: 2 }).stack).toBeUndefined();
  }),
);

cpuTest('begins with zeros in every layer', () =>
  withStore((store) => {
    const layers = [{ hidden: tf.zeros([4, 3]), carry: tf.zeros([4, 3]) }, { hidden: tf.zeros([4, 3]) }];
    const { initialState } = stackedCell(cellsOf(store));
    expectSameTree('the first state', snapshotOf(initialState(4)), snapshotOf({ layers }), exactly);
  }),
);

cpuTest('layers that do not fit are named', () =>
  withStore((store) => {
    const narrow = elmanCell({ inputSize: 2, units: 2 }, store.scope('narrow'));
    const wide = elmanCell({ inputSize: 5, units: 2 }, store.scope('wide'));
    const build = (): unknown => stackedCell([narrow, narrow, wide]);
    expect(build).toThrow('stackedCell: layer 2 reads 5 values but layer 1 gives 2; make them equal.');
    expect(build).toThrow(ConfigError);
    expect(() => stackedCell([])).toThrow('stackedCell: no cells were given');
  }),
);
