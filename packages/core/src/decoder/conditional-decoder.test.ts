import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose, expectGradients } from '../../testing/index.ts';
import { batchOf, randomMatrix, randomSequences, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { matricesOf, type Matrix, matrixOf } from '../cell/__fixtures__/plain-arrays.ts';
import type { LayerCell } from '../cell/cell.ts';
import { elmanCell } from '../cell/elman-cell.ts';
import { gruCell } from '../cell/gru-cell.ts';
import { lstmCell } from '../cell/lstm-cell.ts';
import { stackedCell } from '../cell/stacked-cell.ts';
import type { Encoded } from '../encoder/encoder.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import { attendByLoops } from './__fixtures__/attend-by-loops.ts';
import { dotAttention } from './__fixtures__/dot-attention.ts';
import { gruByLoops } from './__fixtures__/gru-by-loops.ts';
import { conditionalDecoder } from './conditional-decoder.ts';

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  try {
    run(store);
  } finally {
    store.dispose();
  }
};

const bridge = ({ finalStates }: Encoded) => ({ layers: finalStates });

/** E = 2, H = D = 3; an upper layer that reads what is below it and the context, and adds the former. */
const decoderOf = (store: ParameterStore) =>
  conditionalDecoder({
    first: gruCell({ inputSize: 2, units: 3 }, {}, store.scope('layers.0')),
    cell: stackedCell(
      [
        gruCell({ inputSize: 3, units: 3 }, {}, store.scope('conditional')),
        gruCell({ inputSize: 3 + 3, units: 3 }, {}, store.scope('layers.1')),
      ],
      { sharedInput: 3, residual: true },
    ),
    bridge,
    attention: dotAttention(3),
    inputSize: 2,
  });

const sample = () => {
  const random = createRandom(2);
  const { inputs: values, mask } = batchOf(randomSequences([3, 1], 3, random), { padding: 5 });
  const finalStates = [0, 1].map(() => ({ hidden: randomMatrix(2, 3, random) }));
  const encoded: Encoded = { memory: { values, mask }, finalStates, summary: tf.zeros([2, 3]) };
  return { encoded, tokens: [0, 1, 2].map(() => randomMatrix(2, 2, random)) };
};

cpuTest('s1 = first(y, s), c = attend(s1), s = second(c, s1), and above it h = gru([s; c]), by loops', () =>
  withStore((store) => {
    const decoder = decoderOf(store);
    expect([decoder.inputSize, decoder.outputSize, decoder.contextSize, decoder.attends]).toEqual([2, 3, 3, true]);
    const weights = matricesOf(store);
    const { encoded, tokens } = sample();
    const [values, mask] = [encoded.memory.values.arraySync(), matrixOf(encoded.memory.mask)];
    const prepared = decoder.prepare(encoded);

    let state = decoder.start(encoded, prepared);
    let [lower, upper] = encoded.finalStates.map(({ hidden }) => matrixOf(hidden)) as [Matrix, Matrix];
    for (const token of tokens) {
      const step = decoder.step(token, state, prepared, { training: false });
      const rows = matrixOf(token).map((input, row) => {
        const between = gruByLoops(weights, 'layers.0', input, lower[row] as number[]);
        const seen = attendByLoops(between, values[row] as Matrix, mask[row] as number[]);
        const second = gruByLoops(weights, 'conditional', seen.context, between);
        const above = gruByLoops(weights, 'layers.1', [...second, ...seen.context], upper[row] as number[]);
        return { ...seen, second, above, output: above.map((value, j) => value + (second[j] as number)) };
      });
      const flat = (part: keyof (typeof rows)[number]): number[] => rows.flatMap((row) => row[part]);
      expectClose(step.alignment as Tensor, flat('weights'));
      expectClose(step.context as Tensor, flat('context'));
      expectClose(step.output, flat('output'));
      const [first, second] = step.state.stack.layers as [{ hidden: Tensor }, { hidden: Tensor }];
      expectClose(first.hidden, flat('second'));
      expectClose(second.hidden, flat('above'));
      state = step.state;
      [lower, upper] = [rows.map((row) => row.second), rows.map((row) => row.above)];
    }
  }),
);

cpuTest('gradients over several steps are those of finite differences', () =>
  withStore((store) => {
    const decoder = decoderOf(store);
    const { encoded, tokens } = sample();
    expectGradients(
      () =>
        tf.tidy(() => {
          const prepared = decoder.prepare(encoded);
          let state = decoder.start(encoded, prepared);
          const sums = tokens.map((token, t) => {
            const step = decoder.step(token, state, prepared, { training: false });
            state = step.state;
            return tf.add(tf.sum(tf.mul(step.output, t + 1)), tf.sum(tf.square(step.context as Tensor)));
          });
          return tf.mul<Scalar>(tf.addN(sums), 0.1);
        }),
      store,
    );
  }),
);

cpuTest('cells that do not fit are a ConfigError that names both sides', () => {
  const build = (first: (store: ParameterStore) => LayerCell, second: (store: ParameterStore) => LayerCell) => () =>
    withStore((store) => {
      const cell = stackedCell([second(store)]);
      const parts = { first: first(store), cell, bridge, attention: dotAttention(3), inputSize: 2 };
      conditionalDecoder(parts);
    });
  const rnn = (inputSize: number, units: number, name: string) => (store: ParameterStore) =>
    elmanCell({ inputSize, units }, store.scope(name));
  const lstm = (store: ParameterStore) => lstmCell({ inputSize: 3, units: 4 }, store.scope('lstm'));
  expect(build(rnn(2, 4, 'first'), rnn(3, 4, 'second'))).not.toThrow();
  expect(build(rnn(5, 4, 'first'), rnn(3, 4, 'second'))).toThrow(
    'decoder: the first cell reads 5 values but gets a token of 2; build it for 2.',
  );
  expect(build(rnn(2, 4, 'first'), rnn(5, 4, 'second'))).toThrow(
    'decoder: the second cell reads 5 values but gets a context of 3; build it for 3.',
  );
  expect(build(rnn(2, 4, 'first'), rnn(3, 5, 'second'))).toThrow(
    'decoder: the first cell keeps hidden 4 but the second hidden 5; the second goes on with the state of the first',
  );
  expect(build(rnn(2, 4, 'first'), lstm)).toThrow('keeps hidden 4 but the second carry 4, hidden 4');
  expect(build(rnn(2, 4, 'first'), lstm)).toThrow(ConfigError);
});
