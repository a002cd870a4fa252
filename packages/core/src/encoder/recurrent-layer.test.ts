import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { batchOf, randomSequences, realPart, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import { unroll } from '../cell/unroll.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { backwardLayer, bidirectionalLayer, forwardLayer } from './recurrent-layer.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

const sequences = () => randomSequences([4, 2], 3, createRandom(1));

cpuTest('a forward layer is the unrolled cell, a backward layer the cell unrolled from the last real token', () =>
  withStore((store) => {
    const cell = lstmCell({ inputSize: 3, units: 2 }, store);
    const { inputs, mask } = batchOf(sequences(), { length: 5, padding: 3 });
    for (const [layer, reverse] of [
      [forwardLayer(cell), false],
      [backwardLayer(cell), true],
    ] as const) {
      expect([layer.inputSize, layer.outputSize, layer.stateSizes]).toEqual([3, 2, { hidden: 2, carry: 2 }]);
      const wanted = unroll(cell, inputs, mask, { training: false }, { reverse });
      expectSameTree('run', snapshotOf(layer.run(inputs, mask, { training: false })), snapshotOf(wanted), exactly);
    }
  }),
);

cpuTest('a bidirectional layer joins forward‖backward in outputs and in every part of the final state', () =>
  withStore((store) => {
    const there = lstmCell({ inputSize: 3, units: 2 }, store.scope('forward'));
    const back = lstmCell({ inputSize: 3, units: 3 }, store.scope('backward'));
    const layer = bidirectionalLayer(there, back);
    expect([layer.inputSize, layer.outputSize, layer.stateSizes]).toEqual([3, 5, { hidden: 5, carry: 5 }]);

    const rows = sequences();
    const { inputs, mask } = batchOf(rows, { length: 5, padding: 3 });
    const { outputs, finalState } = layer.run(inputs, mask, { training: false });
    for (const [row, sequence] of rows.entries()) {
      // The oracle never reverses with a mask: it runs the sequence, alone and turned round beforehand.
      const own = batchOf([sequence]);
      const turned = batchOf([sequence.toReversed()]);
      const forwards = unroll(there, own.inputs, own.mask, { training: false });
      const backwards = unroll(back, turned.inputs, turned.mask, { training: false });
      const wanted = {
        outputs: tf.concat([forwards.outputs, tf.reverse(backwards.outputs, 1)], 2),
        hidden: tf.concat([forwards.finalState.hidden, backwards.finalState.hidden], 1),
        carry: tf.concat([forwards.finalState.carry, backwards.finalState.carry], 1),
      };
      const got = {
        outputs: realPart(outputs, row, sequence.length),
        hidden: tf.slice(finalState.hidden, [row, 0], [1, 5]),
        carry: tf.slice(finalState['carry'] as tf.Tensor2D, [row, 0], [1, 5]),
      };
      expectSameTree(`row ${row}`, snapshotOf(got), snapshotOf(wanted));
    }
  }),
);

cpuTest('cells that do not go together are a ConfigError that names both', () =>
  withStore((store) => {
    const lstm = lstmCell({ inputSize: 3, units: 2 }, store.scope('lstm'));
    const gru = gruCell({ inputSize: 3, units: 2 }, {}, store.scope('gru'));
    const wide = lstmCell({ inputSize: 4, units: 2 }, store.scope('wide'));
    expect(() => bidirectionalLayer(lstm, gru)).toThrow(
      'the forward cell reads 3 values and keeps [hidden, carry], the backward cell reads 3 and keeps [hidden]',
    );
    expect(() => bidirectionalLayer(lstm, wide)).toThrow('the backward cell reads 4 and keeps [hidden, carry]');
    expect(() => bidirectionalLayer(lstm, gru)).toThrow(ConfigError);
  }),
);
