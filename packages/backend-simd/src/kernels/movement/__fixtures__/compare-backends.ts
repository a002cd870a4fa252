import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect } from 'vitest';
import { registerSimdBackend } from '../../../index.ts';

/** The same tests on the build with relaxed SIMD and on the one without. */
export const onBothBuilds = (tests: () => void): void =>
  describe.each([{ strict: false }, { strict: true }])('strict: $strict', (options) => {
    beforeAll(async () => {
      registerSimdBackend(options);
      await tf.setBackend('simd');
    });
    tests();
  });

/** A tensor as plain data, so that it can be made anew on each backend. */
export type TensorData = {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: readonly number[];
};

/** A tensor of that type and shape with values that all differ, as far as the type has so many. */
export const counting = (shape: readonly number[], dtype: TensorData['dtype'] = 'float32'): TensorData => {
  const length = shape.reduce((product, size) => product * size, 1);
  const valueOf = (i: number): number => (dtype === 'float32' ? i + 0.5 : dtype === 'int32' ? i - 3 : (i * 7) % 3 & 1);
  return { shape, dtype, values: Array.from({ length }, (_, i) => valueOf(i)) };
};

export const dtype: fc.Arbitrary<TensorData['dtype']> = fc.constantFrom('float32', 'int32', 'bool');

/** Sizes of axes: none, one, odd, whole vectors and more than a block; small where there are many axes. */
export const shapeOfRank = (minRank: number, maxRank: number): fc.Arbitrary<number[]> =>
  fc.integer({ min: minRank, max: maxRank }).chain((rank) => {
    const size =
      rank <= 2 ? fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 17, 31, 70) : rank <= 4 ? fc.constantFrom(1, 2, 3, 4, 5, 9) : fc.constantFrom(1, 2, 3);
    return fc.array(size, { minLength: rank, maxLength: rank });
  });

type Op = (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

/**
 * Expects an operation to give the same on `simd` as on `cpu`, to the bit, to take its memory back, and, when asked, to have the same
 * gradients.
 */
export const expectAsOnCpu = (op: Op, inputs: readonly TensorData[], { gradients = false }: { gradients?: boolean } = {}): void => {
  const cpu = run('cpu', op, inputs, gradients);
  const before = heapBytes();
  const simd = run('simd', op, inputs, gradients);
  expect(heapBytes()).toBe(before);
  expect(simd).toEqual(cpu);
};

const heapBytes = (): number => {
  void tf.setBackend('simd');
  return (tf.memory() as unknown as { numBytesInHeap: number }).numBytesInHeap;
};

type Outcome = { readonly shape: number[]; readonly dtype: string; readonly values: number[] };

const run = (backend: string, op: Op, inputs: readonly TensorData[], gradients: boolean): Outcome[] => {
  void tf.setBackend(backend);
  const outcomes: Outcome[] = [];
  tf.tidy(() => {
    const tensors = inputs.map(({ values, shape, dtype: type }) => tf.tensor([...values], [...shape], type));
    const look = (tensor: tf.Tensor): void => {
      outcomes.push({ shape: tensor.shape, dtype: tensor.dtype, values: [...tensor.dataSync()] });
    };
    for (const result of [op(...tensors)].flat()) look(result);
    if (!gradients) return;
    const loss = (...given: tf.Tensor[]): tf.Tensor => tf.addN([op(...given)].flat().map((result, i) => weighted(result, i)));
    for (const gradient of tf.grads(loss)(tensors)) look(gradient);
  });
  return outcomes;
};

/** A number that depends on each value differently. */
const weighted = (x: tf.Tensor, seed: number): tf.Tensor => {
  const weights = Float32Array.from({ length: x.size }, (_, i) => ((i * 5 + seed) % 11) + 1);
  return tf.sum(tf.mul(x, tf.tensor(weights, x.shape)));
};
