import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { checkCellContract } from '../../testing/index.ts';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import { dropout } from '../tensor/dropout.ts';
import { lstmCell } from './lstm-cell.ts';
import { unroll } from './unroll.ts';
import { withDropout } from './with-dropout.ts';

cpuTest('keeps the contract of cells', () => {
  checkCellContract({ create: (sizes, _options, parameters) => withDropout(lstmCell(sizes, parameters), 0.3) }, {});
});

cpuTest('drops of the input alone while training, and nothing otherwise', () => {
  const store = createParameterStore(scattered(1));
  const cell = lstmCell({ inputSize: 6, units: 2 }, store);
  const dropping = withDropout(cell, 0.5);
  const random = createRandom(1);
  const input = randomMatrix(2, 6, random);
  const state = { hidden: randomMatrix(2, 2, random), carry: randomMatrix(2, 2, random) };
  const training = (): Mode => ({ training: true, random: createRandom(9) });

  const kept = snapshotOf(cell.step(input, state, { training: false }));
  expectSameTree('not training', snapshotOf(dropping.step(input, state, { training: false })), kept, exactly);
  const dropped = cell.step(dropout(input, 0.5, training()), state, { training: false });
  const stepped = snapshotOf(dropping.step(input, state, training()));
  expectSameTree('training', stepped, snapshotOf(dropped), exactly);
  expect(() => expectSameTree('training', stepped, kept)).toThrow('expectClose');
  store.dispose();
});

cpuTest('drops something else at each step', () => {
  const store = createParameterStore(scattered(1));
  const seen: number[][] = [];
  const cell = lstmCell({ inputSize: 20, units: 2 }, store);
  const watched = withDropout(
    {
      ...cell,
      step: (input, state, mode) => {
        seen.push([...input.dataSync()]);
        return cell.step(input, state, mode);
      },
    },
    0.5,
  );
  unroll(watched, tf.ones([1, 3, 20]), tf.ones([1, 3]), { training: true, random: createRandom(1) });
  expect(seen[0]).not.toEqual(seen[1]);
  expect(seen[1]).not.toEqual(seen[2]);
  store.dispose();
});

cpuTest('an LSTM says that it is one, but not where it drops twice, as there is one rate to say', () => {
  const store = createParameterStore(scattered(1));
  const cell = lstmCell({ inputSize: 1, units: 1 }, store);
  const once = withDropout(cell, 0.2);
  expect([once.lstm, once.dropout]).toEqual([cell.lstm, 0.2]);
  expect('lstm' in withDropout(once, 0.3)).toBe(false);
  store.dispose();
});

cpuTest('drops the same of the input where the hidden is read through something', () => {
  const store = createParameterStore(scattered(1));
  const cell = lstmCell({ inputSize: 6, units: 2 }, store);
  const random = createRandom(1);
  const input = randomMatrix(2, 6, random);
  const state = { hidden: randomMatrix(2, 2, random), carry: randomMatrix(2, 2, random) };
  const mode = (): Mode => ({ training: true, random: createRandom(9) });
  const halved = (hidden: tf.Tensor2D): tf.Tensor2D => tf.mul(hidden, 0.5);
  const stepped = withDropout(cell, 0.5).stepReading?.(input, state, mode(), halved);
  const wanted = cell.stepReading?.(dropout(input, 0.5, mode()), state, mode(), halved);
  expectSameTree(
    'the step',
    snapshotOf(stepped as object as typeof state),
    snapshotOf(wanted as object as typeof state),
    exactly,
  );
  store.dispose();
});

cpuTest('a rate out of range is a ConfigError', () => {
  const store = createParameterStore(scattered(1));
  const cell = lstmCell({ inputSize: 1, units: 1 }, store);
  for (const rate of [1, -0.1, Number.NaN]) {
    expect(() => withDropout(cell, rate)).toThrow(
      `dropout: rate is ${rate}; give a number from 0 up to, not including, 1.`,
    );
    expect(() => withDropout(cell, rate)).toThrow(ConfigError);
  }
  withDropout(cell, 0);
  store.dispose();
});
