import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { expectClose } from '../../testing/index.ts';
import { batchOf, randomMatrix, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { matricesOf, type Matrix, matrixOf } from '../cell/__fixtures__/plain-arrays.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import { stackedCell } from '../cell/stacked-cell.ts';
import type { Encoded } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { attendByLoops } from './__fixtures__/attend-by-loops.ts';
import { dotAttention, type DotHistory } from './__fixtures__/dot-attention.ts';
import { gruByLoops } from './__fixtures__/gru-by-loops.ts';
import { bahdanauDecoder } from './bahdanau-decoder.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  try {
    run(store);
  } finally {
    store.dispose();
  }
};

const decoderOf = (cellInput: number, store: ParameterStore) => {
  const cells = [
    lstmCell({ inputSize: cellInput, units: 3 }, store.scope('0')),
    lstmCell({ inputSize: 3, units: 4 }, store.scope('1')),
  ];
  const cell = stackedCell(cells);
  const bridge = ({ finalStates }: Encoded) => ({ layers: finalStates });
  return { cell, decoder: bahdanauDecoder({ cell, bridge, attention: dotAttention(4), inputSize: 2 }) };
};

cpuTest('attends with the top hidden of the step before, then steps over [token; context]', () =>
  withStore((store) => {
    const { cell, decoder } = decoderOf(2 + 4, store);
    expect([decoder.inputSize, decoder.outputSize, decoder.contextSize, decoder.attends]).toEqual([2, 4, 4, true]);
    const random = createRandom(2);
    const { inputs: values, mask } = batchOf(randomSequences([3, 1], 4, random), { padding: 5 });
    const finalStates = [3, 4].map((size) => ({
      hidden: randomMatrix(2, size, random),
      carry: randomMatrix(2, size, random),
    }));
    const encoded: Encoded = { memory: { values, mask }, finalStates, summary: tf.zeros([2, 4]) };
    const prepared = decoder.prepare(encoded);

    let state = decoder.start(encoded, prepared);
    let layers: readonly { readonly hidden: tf.Tensor2D }[] = finalStates;
    for (const token of [randomMatrix(2, 2, random), randomMatrix(2, 2, random)]) {
      const step = decoder.step(token, state, prepared, { training: false });
      const queries = matrixOf((layers.at(-1) as { readonly hidden: tf.Tensor2D }).hidden);
      const attended = queries.map((query, row) =>
        attendByLoops(query, matrixOf(values)[row] as never, matrixOf(mask)[row] as number[]),
      );
      expectClose(
        step.alignment as tf.Tensor,
        attended.flatMap(({ weights }) => weights),
      );
      expectClose(
        step.context as tf.Tensor,
        attended.flatMap(({ context }) => context),
      );
      const context = tf.tensor2d(attended.map((row) => row.context));
      const wanted = cell.step(tf.concat([token, context], 1), { layers: layers }, { training: false });
      expectSameTree('the output', snapshotOf(step.output), snapshotOf(wanted.output));
      expectSameTree('the state', snapshotOf(step.state.stack), snapshotOf(wanted.state));
      expectClose(
        (step.state.history as DotHistory).previous,
        attended.flatMap(({ weights }) => weights),
      );
      state = step.state;
      layers = wanted.state.layers;
    }
    expectClose((state.history as DotHistory).position, [2, 2]);
  }),
);

cpuTest('with a shared input, the layers above read [output below; context] and add the former alone, by loops', () =>
  withStore((store) => {
    const sizes = [2 + 3, 3 + 3].map((inputSize) => ({ inputSize, units: 3 }));
    const cells = sizes.map((size, layer) => gruCell(size, {}, store.scope(`layers.${layer}`)));
    const decoder = bahdanauDecoder({
      cell: stackedCell(cells, { sharedInput: 3, residual: true }),
      bridge: ({ finalStates }) => ({ layers: finalStates }),
      attention: dotAttention(3),
      inputSize: 2,
    });
    const weights = matricesOf(store);
    const random = createRandom(3);
    const { inputs: values, mask } = batchOf(randomSequences([3, 1], 3, random), { padding: 5 });
    const finalStates = [0, 1].map(() => ({ hidden: randomMatrix(2, 3, random) }));
    const encoded: Encoded = { memory: { values, mask }, finalStates, summary: tf.zeros([2, 3]) };
    const prepared = decoder.prepare(encoded);

    let state = decoder.start(encoded, prepared);
    let [lower, upper] = finalStates.map(({ hidden }) => matrixOf(hidden)) as [Matrix, Matrix];
    for (const token of [randomMatrix(2, 2, random), randomMatrix(2, 2, random)]) {
      const step = decoder.step(token, state, prepared, { training: false });
      const rows = matrixOf(token).map((input, row) => {
        const query = upper[row] as number[];
        const { context } = attendByLoops(query, values.arraySync()[row] as Matrix, matrixOf(mask)[row] as number[]);
        const below = gruByLoops(weights, 'layers.0', [...input, ...context], lower[row] as number[]);
        const above = gruByLoops(weights, 'layers.1', [...below, ...context], query);
        return { context, below, above, output: above.map((value, j) => value + (below[j] as number)) };
      });
      expectClose(
        step.context as tf.Tensor,
        rows.flatMap((row) => row.context),
      );
      expectClose(
        step.output,
        rows.flatMap((row) => row.output),
      );
      state = step.state;
      [lower, upper] = [rows.map((row) => row.below), rows.map((row) => row.above)];
    }
  }),
);

cpuTest('a cell of another width is a ConfigError that names both', () => {
  const build = () => withStore((store) => void decoderOf(7, store));
  expect(build).toThrow('reads 7 values but gets a token of 2 and a context of 4; build it for 6.');
  expect(build).toThrow(ConfigError);
});
