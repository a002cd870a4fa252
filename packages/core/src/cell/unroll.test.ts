import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { expectClose } from '../../testing/index.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import type { LayerCell } from './cell.ts';
import { unroll } from './unroll.ts';

/** h' = h / 2 + x, total' = total + x: simple enough for a loop over numbers, and with a state part besides the hidden. */
const leaky: LayerCell<{ readonly hidden: Tensor2D; readonly total: Tensor2D }> = {
  inputSize: 1,
  outputSize: 1,
  stateSizes: { hidden: 1, total: 1 },
  initialState: (batchSize) => ({ hidden: tf.zeros([batchSize, 1]), total: tf.zeros([batchSize, 1]) }),
  step: (input, { hidden, total }) => {
    const next: Tensor2D = tf.add(tf.mul(hidden, 0.5), input);
    return { output: next, state: { hidden: next, total: tf.add(total, input) } };
  },
};

type Row = { readonly values: readonly number[]; readonly real: readonly number[] };

const byLoop = ({ values, real }: Row, reverse: boolean, start = { hidden: 0, total: 0 }) => {
  let { hidden, total } = start;
  const outputs = values.map(() => 0);
  const order = [...values.keys()];
  for (const at of reverse ? order.toReversed() : order) {
    if (real[at] === 0) continue;
    hidden = hidden / 2 + (values[at] as number);
    total += values[at] as number;
    outputs[at] = hidden;
  }
  return { outputs, hidden, total };
};

const tensorsOf = (rows: readonly Row[]): [Tensor3D, Tensor2D] => [
  tf.tensor3d(rows.map(({ values }) => values.map((value) => [value]))),
  tf.tensor2d(rows.map(({ real }) => [...real])),
];

cpuTest('gives what a loop over the real steps gives, both ways, wherever the padding is', () => {
  const rows = fc.integer({ min: 1, max: 6 }).chain((S) => {
    const values = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: S, maxLength: S });
    const real = fc.array(fc.constantFrom(0, 1), { minLength: S, maxLength: S });
    return fc.array(fc.record({ values, real }), { minLength: 1, maxLength: 3 });
  });
  fc.assert(
    fc.property(rows, fc.boolean(), fc.boolean(), (batch, reverse, started) => {
      const [inputs, mask] = tensorsOf(batch);
      const B = batch.length;
      const initialState = {
        hidden: tf.mul<Tensor2D>(tf.ones([B, 1]), 3),
        total: tf.mul<Tensor2D>(tf.ones([B, 1]), -2),
      };
      const start = started ? { hidden: 3, total: -2 } : undefined;
      const { outputs, finalState } = unroll(
        leaky,
        inputs,
        mask,
        { training: false },
        started ? { reverse, initialState } : { reverse },
      );
      const wanted = batch.map((row) => byLoop(row, reverse, start));
      // Halves and whole numbers are exact in float32, so not one rounding is allowed.
      const exact = { absolute: 0, relative: 0 };
      expectClose(
        outputs,
        wanted.flatMap((row) => row.outputs),
        exact,
      );
      expectClose(
        finalState.hidden,
        wanted.map(({ hidden }) => hidden),
        exact,
      );
      expectClose(
        finalState.total,
        wanted.map(({ total }) => total),
        exact,
      );
    }),
    { seed: 1, numRuns: 100 },
  );
});

cpuTest('outputs are [B, S, outputSize], of one step too', () => {
  const result = unroll(leaky, tf.ones([2, 1, 1]), tf.ones([2, 1]), { training: false });
  expect(result.outputs.shape).toEqual([2, 1, 1]);
});

cpuTest('a wrong shape is named', () => {
  const run = (inputs: [number, number, number], mask: [number, number]) => () =>
    unroll(leaky, tf.zeros(inputs), tf.zeros(mask), { training: false });
  expect(run([2, 3, 4], [2, 3])).toThrow('unroll: inputs should be [B, S, 1] with B = 2, S = 3, but is [2, 3, 4]');
  expect(run([2, 3, 1], [2, 4])).toThrow('unroll: mask should be [B, S] with B = 2, S = 3, but is [2, 4]');
  expect(run([2, 3, 1], [3, 2])).toThrow('mask should be [B, S]');
});
