import * as tf from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { expectClose } from '../../testing/index.ts';
import { batchOf, randomMatrix, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { matricesOf, matrixOf, timesColumn } from '../cell/__fixtures__/plain-arrays.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { stackedCell } from '../cell/stacked-cell.ts';
import type { Encoded } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { attendByLoops } from './__fixtures__/attend-by-loops.ts';
import { dotAttention } from './__fixtures__/dot-attention.ts';
import { luongDecoder } from './luong-decoder.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  try {
    run(store);
  } finally {
    store.dispose();
  }
};

const decoderOf = (cellInput: number, inputFeeding: boolean, store: ParameterStore) => {
  const cell = stackedCell([gruCell({ inputSize: cellInput, units: 4 }, {}, store.scope('layers.0'))]);
  const bridge = ({ finalStates }: Encoded) => ({ layers: finalStates });
  const parts = { cell, bridge, attention: dotAttention(4), inputSize: 2, inputFeeding };
  return { cell, decoder: luongDecoder(parts, store.scope('attention')) };
};

describe.each([{ inputFeeding: true }, { inputFeeding: false }])('input feeding $inputFeeding', ({ inputFeeding }) => {
  cpuTest('steps, attends with the output, gives tanh([context; output] W), and feeds it back if asked to', () =>
    withStore((store) => {
      const { cell, decoder } = decoderOf(inputFeeding ? 6 : 2, inputFeeding, store);
      expect([decoder.inputSize, decoder.outputSize, decoder.contextSize, decoder.attends]).toEqual([2, 4, 4, true]);
      const kernel = matricesOf(store)['attention.output.kernel'];
      const random = createRandom(2);
      const { inputs: values, mask } = batchOf(randomSequences([3, 1], 4, random), { padding: 5 });
      const finalStates = [{ hidden: randomMatrix(2, 4, random) }];
      const encoded: Encoded = { memory: { values, mask }, finalStates, summary: tf.zeros([2, 4]) };
      const prepared = decoder.prepare(encoded);

      let state = decoder.start(encoded, prepared);
      let stack: { readonly layers: readonly { readonly hidden: tf.Tensor2D }[] } = { layers: finalStates };
      let feed: tf.Tensor2D = tf.zeros([2, 4]);
      for (const token of [randomMatrix(2, 2, random), randomMatrix(2, 2, random), randomMatrix(2, 2, random)]) {
        const step = decoder.step(token, state, prepared, { training: false });
        const input = inputFeeding ? tf.concat([token, feed], 1) : token;
        const wanted = cell.step(input, stack, { training: false });
        const attended = matrixOf(wanted.output).map((query, row) =>
          attendByLoops(query, matrixOf(values)[row] as never, matrixOf(mask)[row] as number[]),
        );
        const outputs = matrixOf(wanted.output).map((output, row) => {
          const joined = [...(attended[row]?.context ?? []), ...output];
          return [0, 1, 2, 3].map((j) => Math.tanh(timesColumn(joined, kernel, j)));
        });
        expectClose(
          step.alignment as tf.Tensor,
          attended.flatMap(({ weights }) => weights),
        );
        expectClose(
          step.context as tf.Tensor,
          attended.flatMap(({ context }) => context),
        );
        expectClose(step.output, outputs.flat());
        expectSameTree('the stack', snapshotOf(step.state.stack), snapshotOf(wanted.state));
        expect('feed' in step.state).toBe(inputFeeding);
        state = step.state;
        stack = wanted.state;
        feed = tf.tensor2d(outputs);
      }
    }),
  );
});

cpuTest('its weight is output.kernel [D + H, H]', () =>
  withStore((store) => {
    decoderOf(2, false, store);
    expect(new Map(store.entries()).get('attention.output.kernel')?.shape).toEqual([8, 4]);
  }),
);

cpuTest('a cell of another width is a ConfigError that names both', () => {
  const build = (cellInput: number, inputFeeding: boolean) => () =>
    withStore((store) => void decoderOf(cellInput, inputFeeding, store));
  expect(build(2, true)).toThrow('the lowest cell reads 2 values but with inputFeeding true it gets 6');
  expect(build(6, false)).toThrow('the lowest cell reads 6 values but with inputFeeding false it gets 2');
  expect(build(2, true)).toThrow(ConfigError);
});
