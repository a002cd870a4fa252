// x W + b of the SIMD backend held against tf.matMul and tf.add on backend-cpu.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { registerSimdBackend } from '../../index.ts';
import type { SimdMemory } from '../../simd-backend.ts';

/** N rows, I values each, to O values each. */
type Sizes = { readonly N: number; readonly I: number; readonly O: number };

/** Values that do not rise and fall together with those of another frequency, so that sums of their products stay small. */
const scattered = (frequency: number, ...shape: number[]): tf.Tensor => {
  const length = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => Math.sin(1 + frequency * i * i)),
    shape,
  );
};
const inputsOf = ({ N, I, O }: Sizes): Record<'x' | 'kernel' | 'bias' | 'gradient0', tf.Tensor> => ({
  x: scattered(1.3, N, I),
  kernel: scattered(0.7, I, O),
  bias: scattered(2.1, O),
  gradient0: scattered(0.4, N, O),
});

type Numbers = readonly Float32Array[];
const read = (tensors: readonly tf.Tensor[]): Numbers => tensors.map((tensor) => tensor.dataSync() as Float32Array);

/** [x W + b], then the gradients of x, W and b. */
const onCpu = (sizes: Sizes): Numbers => {
  void tf.setBackend('cpu');
  const numbers: Float32Array[] = [];
  tf.tidy(() => {
    const { x, kernel, bias, gradient0 } = inputsOf(sizes);
    const sums = tf.add(tf.matMul(x, kernel), bias);
    const dX = tf.matMul(gradient0, kernel, false, true);
    const dKernel = tf.matMul(x, gradient0, true);
    numbers.push(...read([sums, dX, dKernel, tf.sum(gradient0, 0)]));
  });
  void tf.setBackend('simd');
  return numbers;
};

/** The same three times from the same weights, which are packed from the second time on; the gradients only where there is a kernel. */
const onSimd = (sizes: Sizes): Numbers[] => {
  const times: Numbers[] = [];
  const before = tf.memory();
  tf.tidy(() => {
    const { gradient0, ...inputs } = inputsOf(sizes);
    const run = (name: string, all: Record<string, tf.Tensor>): tf.Tensor[] => tf.engine().runKernel(name, all);
    for (let time = 0; time < 3; time++) {
      const sums = read(run('Seq2SeqAffine', { ...inputs }));
      expect((tf.memory() as unknown as SimdMemory).numBytesOfPackedWeights > 0).toBe(sizes.I > 0 && time > 0);
      // The bias's gradient is added up in fours.
      const gradients = sizes.O % 4 === 0 ? read(run('Seq2SeqAffineGradient', { ...inputs, gradient0 })) : [];
      times.push([...sums, ...gradients]);
    }
  });
  expect(tf.memory()).toEqual(before);
  return times;
};

/** Numbers are at most 1 large, so rounding grows with how many products are added up. */
const expectClose = (actual: Numbers, wanted: Numbers, { N, I, O }: Sizes): void => {
  const added = [I + 1, O, N, N];
  for (const [part, numbers] of actual.entries()) {
    const goal = wanted[part] as Float32Array;
    expect(numbers.length).toBe(goal.length);
    const furthest = numbers.reduce((most, value, i) => Math.max(most, Math.abs(value - (goal[i] as number))), 0);
    expect(furthest, `part ${part} of ${N}, ${I}, ${O}`).toBeLessThanOrEqual(2e-7 * ((added[part] as number) + 3));
  }
};

const expectSameBits = (actual: Numbers, wanted: Numbers): void => {
  expect(actual.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length));
  for (const [part, numbers] of actual.entries()) {
    expect(numbers.findIndex((value, i) => !Object.is(value, wanted[part]?.[i]))).toBe(-1);
  }
};

describe.each([
  { threads: 1, strict: false },
  { threads: 3, strict: false },
  { threads: 3, strict: true },
])('threads: $threads, strict: $strict', (options) => {
  beforeAll(async () => {
    registerSimdBackend(options);
    await tf.setBackend('simd');
  });

  const expectAsOnCpu = (sizes: Sizes): void => {
    const [first, ...later] = onSimd(sizes) as [Numbers, ...Numbers[]];
    expectClose(first, onCpu(sizes), sizes);
    for (const numbers of later) expectSameBits(numbers, first);
  };

  test('forward and back, at the first use of the weights and when they are packed', () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(127, 130));
    const sizes = fc.record({ N: size, I: size, O: fc.oneof(size, fc.constantFrom(4, 8, 20, 132)) });
    fc.assert(fc.property(sizes, expectAsOnCpu), { seed: 1, numRuns: 60 });
  });

  test('where there is nothing of one kind, and one of the others', () => {
    for (const N of [0, 1, 3]) for (const I of [0, 1, 5]) for (const O of [0, 1, 8]) expectAsOnCpu({ N, I, O });
  });

  test('where there is enough to wake all threads, by columns and by rows', () => {
    // Shared by columns where there are four panels of eight a thread, else by rows.
    expectAsOnCpu({ N: 37, I: 259, O: 604 });
    expectAsOnCpu({ N: 403, I: 259, O: 20 });
    expectAsOnCpu({ N: 1, I: 1031, O: 1201 });
  });
});

test('any number of threads gives the same bits', async () => {
  const sizes: Sizes = { N: 67, I: 131, O: 444 };
  const all: Numbers[] = [];
  for (const threads of [1, 2, 3]) {
    registerSimdBackend({ threads });
    await tf.setBackend('simd');
    all.push(...onSimd(sizes));
  }
  for (const numbers of all) expectSameBits(numbers, all[0] as Numbers);
});
