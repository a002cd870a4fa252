// Kernels read float32: what comes in another type must mean the same as on backend-cpu, where every operation looks at the type.
import {
  type Cell,
  type CellSizes,
  type ParameterScope,
  createParameterStore,
  crossEntropy,
  fromSeed,
  gruCell,
  lstmCell,
  unroll,
} from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { buildModel } from '../model/build-model.ts';
import { type BackendName, useBackend } from './use-backend.ts';

const close = { absolute: 1e-5, relative: 1e-5 };

/** What `compute` gives on backend-cpu, and on the fast one. */
const onBoth = async (compute: () => tf.Tensor): Promise<readonly [wanted: Float32Array, actual: Float32Array]> => {
  const on = async (backend: BackendName): Promise<Float32Array> => {
    await useBackend(backend, { threads: 1 });
    return tf.tidy(() => Float32Array.from(compute().dataSync()));
  };
  return [await on('cpu'), await on('simd')];
};

const cells = {
  'an LSTM': (sizes: CellSizes, parameters: ParameterScope): Cell => lstmCell(sizes, parameters),
  'a GRU': (sizes: CellSizes, parameters: ParameterScope): Cell => gruCell(sizes, {}, parameters),
};

describe.each(Object.keys(cells) as (keyof typeof cells)[])('%s', (name) => {
  test.each(['bool', 'int32'] as const)('over integers, with a mask of %s', async (dtype) => {
    const [wanted, actual] = await onBoth(() => {
      const store = createParameterStore(fromSeed(1));
      const cell = cells[name]({ inputSize: 3, units: 4 }, store);
      const inputs = tf.tensor3d([1, 2, 3, 0, -1, 2, 4, 0, 1, 1, 1, 0], [2, 2, 3], 'int32');
      const { outputs } = unroll(cell, inputs, tf.tensor2d([1, 1, 1, 0], [2, 2], dtype), { training: false });
      store.dispose();
      return outputs;
    });
    expect(wanted.some((value) => value !== 0)).toBe(true);
    expectClose(actual, wanted, close);
  });
});

test.each(['bool', 'int32'] as const)('a decoder over a source whose mask is %s', async (dtype) => {
  const [wanted, actual] = await onBoth(() => {
    const model = buildModel(
      {
        source: { vocabulary: 7, embedding: 3 },
        target: { vocabulary: 6, embedding: 5 },
        encoder: { cell: 'lstm', units: 4, direction: 'bidirectional' },
        bridge: 'zero',
        decoder: { cell: 'lstm', units: 8, context: 'attention', inputFeeding: true },
        attention: { query: 'current', scorer: { type: 'mlp', units: 12 } },
      },
      { parameters: fromSeed(2) },
    );
    const ids = tf.tensor2d([1, 2, 3, 4, 5, 0], [2, 3], 'int32');
    const mask = tf.tensor2d([1, 1, 1, 1, 1, 0], [2, 3], dtype);
    const { logits } = model.teacherForce({ ids, mask }, tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32'), {
      training: false,
    });
    model.dispose();
    return logits;
  });
  expectClose(actual, wanted, close);
});

test.each(['bool', 'int32'] as const)('cross-entropy of integers, of which a mask of %s counts some', async (dtype) => {
  const [wanted, actual] = await onBoth(() =>
    crossEntropy(
      tf.tensor2d([3, -1, 0, 2, 1, 5, 0, 0, 4, 1, 1, 2], [3, 4], 'int32'),
      tf.tensor1d([2, 0, 3], 'int32'),
      tf.tensor1d([1, 0, 1], dtype),
      { labelSmoothing: 0.1 },
    ),
  );
  expect(wanted[0]).toBeGreaterThan(1);
  expectClose(actual, wanted, close);
});
