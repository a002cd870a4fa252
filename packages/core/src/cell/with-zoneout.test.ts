import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import type { LayerCell } from './cell.ts';
import { lstmCell, type LstmState } from './lstm-cell.ts';
import { withZoneout } from './with-zoneout.ts';

const notTraining: Mode = { training: false };
const training = (seed: number): Mode => ({ training: true, random: createRandom(seed) });
const parts = ['hidden', 'carry'] as const;

type Subject = { cell: LayerCell<LstmState>; input: tf.Tensor2D; old: LstmState; next: LstmState };

/** An LSTM, what it is given and the state that it gives. */
const withLstm = (B: number, units: number, run: (subject: Subject) => void): void => {
  const store = createParameterStore(scattered(1));
  const cell = lstmCell({ inputSize: 3, units }, store);
  const random = createRandom(1);
  const input = randomMatrix(B, 3, random);
  const old = { hidden: randomMatrix(B, units, random), carry: randomMatrix(B, units, random) };
  run({ cell, input, old, next: cell.step(input, old, notTraining).state });
  store.dispose();
};

cpuTest('keeps the contract of cells', () =>
  checkCellContract({ create: (sizes, _options, parameters) => withZoneout(lstmCell(sizes, parameters), 0.3) }, {}),
);

cpuTest('not training: what is to be expected of old and new, in every part of the state', () =>
  withLstm(2, 3, ({ cell, input, old, next }) => {
    const { output, state } = withZoneout(cell, 0.3).step(input, old, notTraining);
    for (const part of parts) {
      const news = next[part].dataSync();
      const wanted = [...old[part].dataSync()].map((value, i) => 0.3 * value + 0.7 * (news[i] as number));
      expectClose(state[part], wanted);
    }
    expectSameTree('the output', snapshotOf(output), snapshotOf(state.hidden), exactly);
  }),
);

cpuTest(
  'training: each value is the old one or the new one to the bit, the old one with the probability of the rate',
  () =>
    withLstm(50, 40, ({ cell, input, old, next }) => {
      const { output, state } = withZoneout(cell, 0.3).step(input, old, training(5));
      const kept = parts.map((part) => {
        const [was, would, is] = [old[part], next[part], state[part]].map((tensor) => [...tensor.dataSync()]);
        const isKept = is?.map((value, i) => value === was?.[i]) ?? [];
        expect(is?.every((value, i) => value === was?.[i] || value === would?.[i])).toBe(true);
        // 2000 draws: five deviations of √(0.3 · 0.7 / 2000) to either side.
        expect(Math.abs(isKept.filter(Boolean).length / 2000 - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / 2000));
        return isKept;
      });
      expectSameTree('the output', snapshotOf(output), snapshotOf(state.hidden), exactly);
      // Parts are zoned out independently: both at once with probability 0.09.
      const both = kept[0]?.filter((isKept, i) => isKept && kept[1]?.[i]).length ?? 0;
      expect(Math.abs(both / 2000 - 0.09)).toBeLessThan(5 * Math.sqrt((0.09 * 0.91) / 2000));
    }),
);

cpuTest('rows keep other values, and each step keeps others', () =>
  withLstm(2, 40, ({ cell, input, old }) => {
    const zoned = withZoneout(cell, 0.5);
    const mode = training(2);
    const isKept = (): boolean[] => {
      const { state } = zoned.step(input, old, mode);
      const was = old.hidden.dataSync();
      return [...state.hidden.dataSync()].map((value, i) => value === was[i]);
    };
    const [first, second] = [isKept(), isKept()];
    expect(first.slice(0, 40)).not.toEqual(first.slice(40));
    expect(first).not.toEqual(second);
  }),
);

cpuTest('the rate matters; a rate of zero gives the cell itself', () =>
  withLstm(2, 3, ({ cell, input, old }) => {
    const outputOf = (rate: number): tf.Tensor => withZoneout(cell, rate).step(input, old, notTraining).output;
    expect(() => expectClose(outputOf(0.3), outputOf(0.4))).toThrow('expectClose');
    expect(withZoneout(cell, 0)).toBe(cell);
  }),
);

cpuTest('the wrapped cell reads of the hidden what it may, and the whole hidden is what stays', () =>
  withLstm(2, 3, ({ cell, input, old }) => {
    const read = (hidden: tf.Tensor2D): tf.Tensor2D => tf.zerosLike(hidden);
    const stepped = withZoneout(cell, 0.25).stepReading?.(input, old, notTraining, read);
    const blind = cell.step(input, { ...old, hidden: tf.zerosLike(old.hidden) }, notTraining).state.hidden;
    expectClose(stepped?.output as tf.Tensor, tf.add(tf.mul(old.hidden, 0.25), tf.mul(blind, 0.75)));
  }),
);

cpuTest('it is no LSTM, and nothing unrolls it but its steps', () =>
  withLstm(1, 2, ({ cell }) => {
    const names = Object.keys(withZoneout(cell, 0.3));
    expect(names.filter((name) => ['lstm', 'unroll', 'dropout', 'stack'].includes(name))).toEqual([]);
  }),
);

cpuTest('a rate out of range is a ConfigError', () =>
  withLstm(1, 2, ({ cell }) => {
    for (const rate of [1, -0.1, Number.NaN]) {
      expect(() => withZoneout(cell, rate)).toThrow(
        `withZoneout: rate is ${rate}; give a number from 0 up to, not including, 1.`,
      );
      expect(() => withZoneout(cell, rate)).toThrow(ConfigError);
    }
  }),
);
