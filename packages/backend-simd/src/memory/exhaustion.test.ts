import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { registerSimdBackend } from '../index.ts';
import type { SimdBackend } from '../simd-backend.ts';
import { MemoryExhaustedError } from './memory-exhausted-error.ts';

const backend = (): SimdBackend => tf.backend() as unknown as SimdBackend;
const memoryBytes = (): number => backend().heap.memory.buffer.byteLength;
const megabyte = 2 ** 20;

/** A kernel as backend-cpu writes them: it looks at x through a view, makes its result, and fills that through a view in place. */
tf.registerKernel({
  kernelName: 'NegateThroughViews',
  backendName: 'simd',
  kernelFunc: ({ inputs, backend: anyBackend }) => {
    const simd = anyBackend as SimdBackend;
    const x = inputs['x'] as tf.TensorInfo;
    const values = simd.data.get(x.dataId).values as Float32Array;
    const result = simd.makeTensorInfo(x.shape, 'float32', new Float32Array(values.length));
    const resultValues = simd.data.get(result.dataId).values as Float32Array;
    for (let i = 0; i < values.length; i++) resultValues[i] = -(values[i] as number);
    return result;
  },
});
afterAll(() => tf.unregisterKernel('NegateThroughViews', 'simd'));
const negate = tf.getKernel('NegateThroughViews', 'simd');

describe.each([true, false])('shared memory: %s', (sharedMemory) => {
  const start = async (byteBudget?: number): Promise<void> => {
    registerSimdBackend({ sharedMemory, threads: 1, ...(byteBudget && { byteBudget }) });
    await tf.setBackend('simd');
    tf.registerKernel(negate);
  };

  describe('without a budget', () => {
    beforeEach(() => start());

    test('a kernel that holds views may make a tensor for which the memory has no room', () => {
      const before = tf.memory();
      // All but half a megabyte of what there is, then more than that.
      const filler = tf.zeros([memoryBytes() - backend().heap.bytesHeld - megabyte / 2], 'bool');
      const x = tf.range(0, 1000);
      const size = memoryBytes();
      const large = tf.tile(x, [1000]);
      expect(memoryBytes()).toBeGreaterThan(size);
      const rest = tf.zeros([memoryBytes() - backend().heap.bytesHeld - megabyte], 'bool');
      const full = memoryBytes();
      const negated = tf.engine().runKernel<tf.Tensor>('NegateThroughViews', { x: large });
      // Memory that is not shared has not grown yet, but the tensor counts and can be read.
      expect(memoryBytes() > full).toBe(sharedMemory);
      expect(backend().heap.bytesHeld).toBeGreaterThan(full);
      const values = negated.dataSync();
      expect([values[0], values[1], values[999_999]]).toEqual([-0, -1, -999]);
      // A kernel of ours needs its address.
      const rows = tf.slice(negated, [998], [3]);
      expect([...rows.dataSync()]).toEqual([-998, -999, -0]);
      expect(memoryBytes()).toBeGreaterThan(full);
      expect(negated.dataSync()).toEqual(values);
      tf.dispose([filler, x, large, rest, negated, rows]);
      expect(tf.memory()).toEqual({ ...before, numBytesOfMemory: memoryBytes() });
    });

    test('a tensor that still waits can be disposed of', () => {
      const before = tf.memory();
      const x = tf.zeros([megabyte]);
      const filler = tf.zeros([memoryBytes() - backend().heap.bytesHeld - megabyte], 'bool');
      const waiting = tf.engine().runKernel<tf.Tensor>('NegateThroughViews', { x });
      tf.dispose([x, filler, waiting]);
      expect(tf.memory()).toEqual({ ...before, numBytesOfMemory: memoryBytes() });
    });

    test('tensors from before a growth read the same after it', () => {
      const before = tf.memory();
      const old = Array.from({ length: 5 }, (_, i) => tf.range(i, i + 300));
      const size = memoryBytes();
      const large = tf.range(0, 12 * megabyte);
      const result = tf.reverse(large);
      expect(memoryBytes()).toBeGreaterThan(size);
      for (const [i, tensor] of old.entries()) {
        expect([...tensor.dataSync()]).toEqual(Array.from({ length: 300 }, (_, j) => i + j));
      }
      expect(result.dataSync()[0]).toBe(12 * megabyte - 1);
      tf.dispose([old, large, result]);
      expect(tf.memory()).toEqual({ ...before, numBytesOfMemory: memoryBytes() });
    });
  });

  test('what goes beyond the budget is an error with numbers, after which everything goes on', async () => {
    await start(6 * megabyte);
    const before = tf.memory();
    const tensors: tf.Tensor[] = [];
    const fill = (): void => {
      for (;;) tensors.push(tf.zeros([megabyte / 4]));
    };
    expect(fill).toThrow(/^backend-simd: 1\.0 MB were asked for, [45]\.\d MB of 6\.0 MB are held; dispose of tensors/);
    expect(tensors.length).toBeGreaterThan(3);
    expect(tf.memory().numTensors - before.numTensors).toBe(tensors.length);
    tensors.pop()?.dispose();
    const ones = tf.ones([100, 100]);
    expect(tf.tidy(() => tf.matMul(ones as tf.Tensor2D, ones as tf.Tensor2D).dataSync()[9999])).toBe(100);
    tf.dispose([tensors, ones]);
    expect(tf.memory()).toEqual({ ...before, numBytesOfMemory: memoryBytes() });
  });

  test('an operation with several results leaves nothing behind if one of them does not fit', async () => {
    await start(6 * megabyte);
    const x = tf.zeros([megabyte / 2]);
    // Room for the first half of x, not for the second.
    const filler = tf.zeros([6 * megabyte - backend().heap.bytesHeld - 1.5 * megabyte], 'bool');
    const before = tf.memory();
    expect(() => tf.split(x, 2)).toThrow(MemoryExhaustedError);
    expect(() => tf.unstack(tf.reshape(x, [2, -1]))).toThrow(MemoryExhaustedError);
    expect(backend().heap.bytesHeld).toBe((before as unknown as { numBytesInHeap: number }).numBytesInHeap);
    tf.dispose([x, filler]);
  });
});

test('the error can be told from others', () => {
  const error = new MemoryExhaustedError(2000, 5000, 6000, true);
  expect(error).toMatchObject({ name: 'MemoryExhaustedError', bytesAsked: 2000, bytesHeld: 5000, byteLimit: 6000 });
  expect(error.message).toContain('2.0 kB were asked for, 4.9 kB of 5.9 kB are held');
});
