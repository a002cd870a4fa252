import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { elmanCell } from '../cell/elman-cell.ts';
import { stackedCell } from '../cell/stacked-cell.ts';
import type { Encoded } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { plainDecoder } from './plain-decoder.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

const decoderOf = (cellInput: number, context: 'initial' | 'every-step', store: ParameterStore) => {
  const cell = stackedCell([elmanCell({ inputSize: cellInput, units: 4 }, store)]);
  const bridge = ({ finalStates }: Encoded) => ({ layers: finalStates });
  return { cell, decoder: plainDecoder({ cell, bridge, inputSize: 2, summarySize: 3, context }) };
};

const sample = () => {
  const random = createRandom(1);
  const input = randomMatrix(2, 2, random);
  const summary = randomMatrix(2, 3, random);
  const encoded = { summary, finalStates: [{ hidden: randomMatrix(2, 4, random) }] } as unknown as Encoded;
  return { input, summary, encoded };
};

cpuTest('initial: the cell reads the token alone, beginning where the bridge says', () =>
  withStore((store) => {
    const { cell, decoder } = decoderOf(2, 'initial', store);
    expect([decoder.inputSize, decoder.outputSize, decoder.contextSize, decoder.attends]).toEqual([2, 4, 0, false]);
    const { input, encoded } = sample();
    const prepared = decoder.prepare(encoded);
    const stepped = decoder.step(input, decoder.start(encoded, prepared), prepared, { training: false });
    const wanted = cell.step(input, { layers: encoded.finalStates }, { training: false });
    expectSameTree('the step', snapshotOf(stepped), snapshotOf(wanted), exactly);
  }),
);

cpuTest('every-step: the cell reads [token; summary], and the summary is the context', () =>
  withStore((store) => {
    const { cell, decoder } = decoderOf(5, 'every-step', store);
    expect([decoder.inputSize, decoder.outputSize, decoder.contextSize, decoder.attends]).toEqual([2, 4, 3, false]);
    const { input, summary, encoded } = sample();
    const prepared = decoder.prepare(encoded);
    const stepped = decoder.step(input, decoder.start(encoded, prepared), prepared, { training: false });
    const both = tf.concat([input, summary], 1);
    const wanted = cell.step(both, { layers: encoded.finalStates }, { training: false });
    expectSameTree('the step', snapshotOf(stepped), snapshotOf({ ...wanted, context: summary }), exactly);
  }),
);

cpuTest('a cell of another width is a ConfigError that names both', () => {
  const build = (cellInput: number, context: 'initial' | 'every-step') => () =>
    withStore((store) => {
      try {
        decoderOf(cellInput, context, store);
      } finally {
        store.dispose();
      }
    });
  expect(build(5, 'initial')).toThrow(
    'decoder: the lowest cell reads 5 values but context initial gives 2; build it for that.',
  );
  expect(build(2, 'every-step')).toThrow('reads 2 values but context every-step gives 5');
  expect(build(2, 'every-step')).toThrow(ConfigError);
});

cpuTest('a token of another width is a ShapeError', () =>
  withStore((store) => {
    const { decoder } = decoderOf(2, 'initial', store);
    const { summary, encoded } = sample();
    const state = decoder.start(encoded, { summary });
    expect(() => decoder.step(tf.zeros([2, 3]), state, { summary }, { training: false })).toThrow(
      'plainDecoder.step: input should be [B, 2] with B = 2, but is [2, 3]',
    );
  }),
);
