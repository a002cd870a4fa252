import * as tf from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { checkEncoderContract, type EncoderUnderTest } from '../../testing/index.ts';
import { batchOf, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { LayerCell } from '../cell/cell.ts';
import { elmanCell } from '../cell/elman-cell.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import { unroll } from '../cell/unroll.ts';
import { withDropout } from '../cell/with-dropout.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterScope, type ParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { recurrentEncoder } from './recurrent-encoder.ts';
import { backwardLayer, bidirectionalLayer, forwardLayer, type RecurrentLayer } from './recurrent-layer.ts';

const lstm = (inputSize: number, units: number, parameters: ParameterScope): LayerCell =>
  lstmCell({ inputSize, units }, parameters);
const gru = (inputSize: number, units: number, parameters: ParameterScope): LayerCell =>
  gruCell({ inputSize, units }, { resetAfter: true }, parameters);

const both = (
  cell: (inputSize: number, units: number, parameters: ParameterScope) => LayerCell,
  [inputSize, units]: readonly [number, number],
  parameters: ParameterScope,
): RecurrentLayer =>
  bidirectionalLayer(
    cell(inputSize, units, parameters.scope('forward')),
    cell(inputSize, units, parameters.scope('backward')),
  );

const kinds: Readonly<Record<string, EncoderUnderTest>> = {
  'forward LSTM': { create: (parameters) => recurrentEncoder([forwardLayer(lstm(3, 4, parameters))]) },
  'backward GRU': { create: (parameters) => recurrentEncoder([backwardLayer(gru(3, 4, parameters))]) },
  'forward Elman': {
    create: (parameters) => recurrentEncoder([forwardLayer(elmanCell({ inputSize: 3, units: 4 }, parameters))]),
  },
  'bidirectional GRU': { create: (parameters) => recurrentEncoder([both(gru, [3, 2], parameters)]) },
  'bidirectional LSTM, two layers': {
    create: (parameters) =>
      recurrentEncoder([both(lstm, [3, 2], parameters.scope('0')), both(lstm, [4, 3], parameters.scope('1'))]),
  },
  'forward LSTM with dropout': {
    create: (parameters) => recurrentEncoder([forwardLayer(withDropout(lstm(3, 4, parameters), 0.3))]),
  },
  'residual, one layer as wide as its input': {
    create: (parameters) => recurrentEncoder([forwardLayer(gru(4, 4, parameters))], { residual: true }),
  },
  'residual, bidirectional, three layers': {
    create: (parameters) =>
      recurrentEncoder(
        [
          both(lstm, [4, 2], parameters.scope('0')),
          both(lstm, [4, 3], parameters.scope('1')),
          both(lstm, [6, 3], parameters.scope('2')),
        ],
        { residual: true },
      ),
  },
};

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  cpuTest('keeps the contract of encoders', () => checkEncoderContract(kind));
});

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

const sampleBatch = (width: number) =>
  batchOf(randomSequences([4, 2], width, createRandom(1)), { length: 5, padding: 3 });

cpuTest('layers read the outputs below; the top gives the memory, its final hidden is the summary', () =>
  withStore((store) => {
    const [lower, upper] = [gru(3, 4, store.scope('0')), lstm(4, 2, store.scope('1'))];
    const encoder = recurrentEncoder([forwardLayer(lower), backwardLayer(upper)]);
    expect([encoder.inputSize, encoder.memorySize]).toEqual([3, 2]);
    expect(encoder.stateSizes).toEqual([{ hidden: 4 }, { hidden: 2, carry: 2 }]);

    const { inputs, mask } = sampleBatch(3);
    const first = unroll(lower, inputs, mask, { training: false });
    const second = unroll(upper, first.outputs, mask, { training: false }, { reverse: true });
    const wanted = {
      memory: { values: second.outputs, mask },
      summary: second.finalState.hidden,
      finalStates: [first.finalState, second.finalState],
    };
    expectSameTree(
      'encoded',
      snapshotOf(encoder.encode(inputs, mask, { training: false })),
      snapshotOf(wanted),
      exactly,
    );
  }),
);

cpuTest('residual adds where widths agree, the first layer too, and takes the final states before that', () =>
  withStore((store) => {
    const cells = [gru(3, 3, store.scope('0')), gru(3, 2, store.scope('1')), gru(2, 2, store.scope('2'))] as const;
    const { inputs, mask } = sampleBatch(3);
    const encoded = recurrentEncoder(cells.map(forwardLayer), { residual: true }).encode(inputs, mask, {
      training: false,
    });
    const real = tf.expandDims(mask, 2);
    const first = unroll(cells[0], inputs, mask, { training: false });
    const second = unroll(cells[1], tf.add(first.outputs, inputs), mask, { training: false });
    const third = unroll(cells[2], second.outputs, mask, { training: false });
    const wanted = {
      memory: { values: tf.mul(tf.add(third.outputs, second.outputs), real), mask },
      summary: third.finalState.hidden,
      finalStates: [first.finalState, second.finalState, third.finalState],
    };
    expectSameTree('encoded', snapshotOf(encoded), snapshotOf(wanted), exactly);
  }),
);

cpuTest('layers that do not fit are named', () =>
  withStore((store) => {
    const build = (): unknown =>
      recurrentEncoder([forwardLayer(gru(3, 4, store.scope('0'))), forwardLayer(gru(5, 4, store.scope('1')))]);
    expect(build).toThrow('recurrentEncoder: layer 1 reads 5 values but layer 0 gives 4; make them equal.');
    expect(() => recurrentEncoder([])).toThrow('recurrentEncoder: no layers were given; give at least one.');
    expect(() => recurrentEncoder([])).toThrow(ConfigError);
  }),
);

cpuTest('residual where nothing can be added is a ConfigError that lists the widths', () =>
  withStore((store) => {
    const build = (): unknown =>
      recurrentEncoder([forwardLayer(gru(3, 4, store.scope('0'))), forwardLayer(gru(4, 2, store.scope('1')))], {
        residual: true,
      });
    expect(build).toThrow('residual is on but no layer gives as much as it reads (3 → 4, 4 → 2)');
    expect(build).toThrow(ConfigError);
  }),
);

cpuTest('inputs of another width are a ShapeError', () =>
  withStore((store) => {
    const encoder = recurrentEncoder([forwardLayer(gru(3, 4, store))]);
    expect(() => encoder.encode(tf.zeros([2, 5, 4]), tf.ones([2, 5]), { training: false })).toThrow(
      'encoder.encode: inputs should be [B, S, 3] with B = 2, S = 5, but is [2, 5, 4]',
    );
  }),
);
