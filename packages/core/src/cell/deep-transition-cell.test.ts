import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterScope, type ParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import { matricesOf, matrixOf } from './__fixtures__/plain-arrays.ts';
import { plus, type Row, times } from './__fixtures__/plain-equations.ts';
import type { CellSizes, LayerCell } from './cell.ts';
import { deepTransitionCell } from './deep-transition-cell.ts';
import { elmanCell, type ElmanState } from './elman-cell.ts';
import { elmanTransition } from './elman-transition.ts';
import { gruCell } from './gru-cell.ts';
import { gruTransition } from './gru-transition.ts';
import { lstmCell } from './lstm-cell.ts';
import { lstmTransition } from './lstm-transition.ts';

const notTraining: Mode = { training: false };

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

/** Depth 3. */
const deepElman = (sizes: CellSizes, parameters: ParameterScope): LayerCell<ElmanState> =>
  deepTransitionCell(
    elmanCell(sizes, parameters),
    ['a', 'b'].map((name) => elmanTransition(sizes.units, {}, parameters.scope(name))),
  );

cpuTest('keeps the contract of cells', () => {
  checkCellContract({ create: (sizes, _options, parameters) => deepElman(sizes, parameters) }, {});
});

cpuTest('the first cell reads the input, each transition the state of the one before', () =>
  withStore((store) => {
    const cell = deepElman({ inputSize: 3, units: 2 }, store);
    const [input, hidden] = [randomMatrix(4, 3, createRandom(1)), randomMatrix(4, 2, createRandom(2))];
    const { output, state } = cell.step(input, { hidden }, notTraining);

    const weights = matricesOf(store);
    const transition = (row: Row, name: string): number[] =>
      plus(times(row, weights[`${name}.recurrentKernel`]), weights[`${name}.bias`]?.[0]).map(Math.tanh);
    const wanted = matrixOf(input).flatMap((x, i) => {
      const sums = plus(times(x, weights['kernel']), times(matrixOf(hidden)[i] ?? [], weights['recurrentKernel']));
      return transition(transition(plus(sums, weights['bias']?.[0]).map(Math.tanh), 'a'), 'b');
    });
    expectClose(output, wanted);
    expectClose(state.hidden, wanted);
  }),
);

cpuTest('all parts of the state go through the transitions', () =>
  withStore((store) => {
    const first = lstmCell({ inputSize: 3, units: 2 }, store.scope('first'));
    const transition = lstmTransition(2, {}, store.scope('transition'));
    const input = randomMatrix(4, 3, createRandom(1));
    const state = { hidden: randomMatrix(4, 2, createRandom(2)), carry: randomMatrix(4, 2, createRandom(3)) };
    const stepped = deepTransitionCell(first, [transition]).step(input, state, notTraining);
    const wanted = transition.step(first.step(input, state, notTraining).state, notTraining, (hidden) => hidden);
    expectSameTree('the state', snapshotOf(stepped.state), snapshotOf(wanted), exactly);
    expectSameTree('the output', snapshotOf(stepped.output), snapshotOf(wanted.hidden), exactly);
  }),
);

cpuTest('the hidden is read through the same at every transition', () =>
  withStore((store) => {
    const cell = deepElman({ inputSize: 3, units: 2 }, store);
    const seen: number[][] = [];
    const read = (hidden: Tensor2D): Tensor2D => {
      seen.push([...hidden.dataSync()]);
      return tf.zerosLike(hidden);
    };
    const given = tf.tensor2d([[0.25, 0.5]]);
    const stepped = cell.stepReading?.(tf.ones([1, 3]), { hidden: given }, notTraining, read);
    // By hand: a transition that sees nothing gives tanh(b).
    const { 'a.bias': aBias, 'b.bias': bBias } = matricesOf(store);
    expect(seen).toHaveLength(3);
    expect(seen[0]).toEqual([0.25, 0.5]);
    expectClose(seen[2] as number[], (aBias?.[0] ?? []).map(Math.tanh));
    expectClose(stepped?.output as Tensor2D, (bBias?.[0] ?? []).map(Math.tanh));
  }),
);

cpuTest('it is no LSTM, and nothing unrolls it but its steps', () =>
  withStore((store) => {
    const deep = deepTransitionCell(lstmCell({ inputSize: 3, units: 2 }, store.scope('first')), [
      lstmTransition(2, {}, store.scope('transition')),
    ]);
    expect(Object.keys(deep).filter((name) => ['lstm', 'unroll', 'dropout', 'stack'].includes(name))).toEqual([]);
  }),
);

cpuTest('no transition, and one of another state, are ConfigErrors', () =>
  withStore((store) => {
    const gru = gruCell({ inputSize: 3, units: 2 }, {}, store.scope('gru'));
    const wide = gruTransition(5, {}, store.scope('wide'));
    expect(() => deepTransitionCell(gru, [])).toThrow('deepTransitionCell: there is no transition');
    expect(() => deepTransitionCell(gru, [])).toThrow(ConfigError);
    const right = gruTransition(2, {}, store.scope('right'));
    expect(() => deepTransitionCell(gru, [right, wide])).toThrow(
      'deepTransitionCell: the first cell keeps hidden 2 but transition 1 hidden 5; make them equal.',
    );
    const lstm: LayerCell = lstmCell({ inputSize: 3, units: 2 }, store.scope('lstm'));
    expect(() => deepTransitionCell(lstm, [right])).toThrow(
      'deepTransitionCell: the first cell keeps carry 2, hidden 2 but transition 0 hidden 2; make them equal.',
    );
  }),
);
