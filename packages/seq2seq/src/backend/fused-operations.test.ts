// Fused operations of the SIMD backend held against the plain composition on backend-cpu: forward 1e-5, gradients 1e-4.
import { createParameterStore, fromSeed, lstmCell, type LstmState, unroll } from '@seq2seq/core';
import { expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BackendName, useBackend } from './use-backend.ts';

type Shapes = {
  readonly B: number;
  readonly S: number;
  readonly E: number;
  readonly H: number;
  readonly reverse: boolean;
};

const waves = (size: number, frequency: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(1 + frequency * i));

/** Every number that an LSTM over a padded sequence gives, forward and back, in the order that the names say. */
const runLstm = async (
  backend: BackendName,
  threads: number | 'auto',
  { B, S, E, H, reverse }: Shapes,
): Promise<Map<string, Float32Array>> => {
  await useBackend(backend, { threads });
  const store = createParameterStore(fromSeed(3));
  const cell = lstmCell({ inputSize: E, units: H }, store);
  const inputs = tf.tensor3d(waves(B * S * E, 0.7), [B, S, E]);
  const hidden = tf.tensor2d(waves(B * H, 1.3), [B, H]);
  const carry = tf.tensor2d(waves(B * H, 2.1), [B, H]);
  const mask = tf.tensor2d(
    Float32Array.from({ length: B * S }, (_, i) => (i % S < 1 + (((i / S) | 0) % S) ? 1 : 0)),
    [B, S],
  );
  const run = (x: Tensor3D, h: Tensor2D, c: Tensor2D) =>
    unroll(cell, x, mask, { training: false }, { reverse, initialState: { hidden: h, carry: c } satisfies LstmState });
  const numbers = new Map<string, Float32Array>();
  tf.tidy(() => {
    const { outputs, finalState } = run(inputs, hidden, carry);
    for (const [name, tensor] of Object.entries({ outputs, ...finalState }))
      numbers.set(name, tensor.dataSync() as Float32Array);
    const variables = [tf.variable(inputs), tf.variable(hidden), tf.variable(carry)] as const;
    const named = [
      ...store.entries(),
      ['inputs', variables[0]],
      ['hidden0', variables[1]],
      ['carry0', variables[2]],
    ] as const;
    const { grads } = tf.variableGrads(
      () => {
        const result = run(variables[0], variables[1], variables[2]);
        const parts = [result.outputs, result.finalState.hidden, result.finalState.carry];
        const sums = parts.map((part, i) => tf.sum(tf.mul(part, tf.tensor(waves(part.size, 0.3 + i), part.shape))));
        return tf.addN(sums) as tf.Scalar;
      },
      named.map(([, variable]) => variable),
    );
    for (const [name, variable] of named)
      numbers.set(`gradient of ${name}`, (grads[variable.name] as tf.Tensor).dataSync() as Float32Array);
    tf.dispose([...variables]);
  });
  tf.dispose([inputs, hidden, carry, mask]);
  store.dispose();
  return numbers;
};

const shapes = fc.record({
  B: fc.integer({ min: 1, max: 9 }),
  S: fc.integer({ min: 1, max: 6 }),
  E: fc.integer({ min: 1, max: 9 }),
  H: fc.constantFrom(4, 8, 12, 5, 36),
  reverse: fc.boolean(),
});

test('an LSTM over a sequence: forward and backward, padded, both directions, on both builds', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.constantFrom('simd' as const, 'simd-strict' as const), async (sizes, backend) => {
      const wanted = await runLstm('cpu', 'auto', sizes);
      const actual = await runLstm(backend, 2, sizes);
      for (const [name, numbers] of wanted) {
        const tolerance = name.startsWith('gradient') ? 1e-4 : 1e-5;
        expectClose(actual.get(name) as Float32Array, numbers, { absolute: tolerance, relative: tolerance });
      }
    }),
    { seed: 1, numRuns: 40 },
  );
});

test('the same bits whatever the number of threads, with work that does not divide evenly', async () => {
  const sizes: Shapes = { B: 37, S: 7, E: 19, H: 44, reverse: true };
  const one = await runLstm('simd', 1, sizes);
  for (let round = 0; round < 20; round++) {
    for (const threads of [2, 3]) expect(await runLstm('simd', threads, sizes)).toEqual(one);
  }
});
