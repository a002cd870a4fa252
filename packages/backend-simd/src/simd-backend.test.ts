import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { registerSimdBackend } from './index.ts';
import type { SimdBackend } from './simd-backend.ts';

const backend = (): SimdBackend => tf.backend() as unknown as SimdBackend;
const heapBytes = (): number => (tf.memory() as unknown as { numBytesInHeap: number }).numBytesInHeap;

describe.each([
  { strict: false, sharedMemory: true },
  { strict: true, sharedMemory: true },
  { strict: false, sharedMemory: false },
  { strict: true, sharedMemory: false },
])('strict: $strict, shared memory: $sharedMemory', (options) => {
  beforeAll(async () => {
    registerSimdBackend(options);
    await tf.setBackend('simd');
    // backend-cpu advises once to install another backend.
    void tf.setBackend('cpu');
    tf.zeros([1]).dispose();
    void tf.setBackend('simd');
  });

  test('memory() counts whole cache lines of the living tensors, and nothing when they are gone', () => {
    const start = tf.memory();
    const scratch = heapBytes();
    const [a, b, c] = [tf.zeros([100]), tf.zeros([3, 5], 'int32'), tf.zeros([65], 'bool')];
    const [scalar, empty] = [tf.scalar(1), tf.zeros([0, 7])];
    expect(heapBytes() - scratch).toBe(448 + 64 + 128 + 64 + 64);
    expect(tf.memory()).toMatchObject({ unreliable: false, reasons: [] });
    expect(tf.memory().numBytes - start.numBytes).toBe(400 + 60 + 65 + 4);
    // A reshaped tensor is the same values.
    const same = tf.reshape(a, [10, 10]);
    expect(heapBytes() - scratch).toBe(448 + 64 + 128 + 64 + 64);
    a.dispose();
    a.dispose();
    expect([...same.dataSync()]).toEqual(Array.from({ length: 100 }, () => 0));
    tf.dispose([same, b, c, scalar, empty]);
    expect(tf.memory()).toEqual(start);
  });

  test('what is kept outlives a tidy, what is not does not', () => {
    const before = heapBytes();
    const kept = tf.tidy(() => {
      tf.zeros([1000]);
      return tf.keep(tf.range(0, 5));
    });
    expect(heapBytes() - before).toBe(64);
    expect([...kept.dataSync()]).toEqual([0, 1, 2, 3, 4]);
    kept.dispose();
    expect(heapBytes()).toBe(before);
  });

  test('values go in and come out as copies', async () => {
    const given = Float32Array.of(1, 2, 3, 4);
    const x = tf.tensor1d(given);
    given[0] = 100;
    const synchronous = x.dataSync();
    const later = await x.data();
    expect([...synchronous]).toEqual([1, 2, 3, 4]);
    expect([...later]).toEqual([1, 2, 3, 4]);
    synchronous[1] = 100;
    later[2] = 100;
    expect(await x.array()).toEqual([1, 2, 3, 4]);
    x.dispose();
    // Whoever gets the place now does not change what was read.
    tf.range(9, 13).dispose();
    expect([...later]).toEqual([1, 2, 100, 4]);
    expect(synchronous.buffer).toBeInstanceOf(ArrayBuffer);
  });

  test('every type and rank comes back as it went in', () => {
    const before = tf.memory();
    tf.tidy(() => {
      const whole = tf.tensor([[-(2 ** 31), 2 ** 31 - 1]], [1, 2], 'int32');
      expect(whole.arraySync()).toEqual([[-(2 ** 31), 2 ** 31 - 1]]);
      expect(whole.dataSync()).toBeInstanceOf(Int32Array);
      const flags = tf.tensor([true, false, true], [3], 'bool');
      expect([...flags.dataSync()]).toEqual([1, 0, 1]);
      expect([...tf.logicalNot(flags).dataSync()]).toEqual([0, 1, 0]);
      expect(tf.cast(flags, 'float32').arraySync()).toEqual([1, 0, 1]);
      const empty = tf.zeros([2, 0, 3]);
      expect([empty.shape, [...empty.dataSync()]]).toEqual([[2, 0, 3], []]);
      expect(tf.add(empty, 1).shape).toEqual([2, 0, 3]);
      expect(tf.scalar(2.5).arraySync()).toBe(2.5);
      expect(tf.tensor(['ä', 'b']).arraySync()).toEqual(['ä', 'b']);
      const complex = tf.complex([1, 2], [3, 4]);
      expect([...tf.mul(complex, complex).dataSync()]).toEqual([-8, 6, -12, 16]);
      expect([...tf.imag(complex).dataSync()]).toEqual([3, 4]);
    });
    expect(tf.memory()).toEqual(before);
  });

  test('tensors move to backend-cpu and back when one of its operations needs them', () => {
    const before = heapBytes();
    const here = tf.tensor2d([[1, 2], [3, 4]]); // prettier-ignore
    const flags = tf.tensor1d([true, false], 'bool');
    void tf.setBackend('cpu');
    const there = tf.mul(here, 2);
    const moved = tf.logicalNot(flags);
    // They are gone from here.
    void tf.setBackend('simd');
    expect(heapBytes()).toBe(before);
    const product = tf.matMul(there, here);
    expect(product.arraySync()).toEqual([
      [14, 20],
      [30, 44],
    ]);
    expect(tf.tidy(() => tf.logicalNot(moved).arraySync())).toEqual([1, 0]);
    tf.dispose([here, there, product, flags, moved]);
    expect(heapBytes()).toBe(before);
  });

  test('strings and complex numbers move here from backend-cpu', () => {
    void tf.setBackend('cpu');
    const [words, complex] = [tf.tensor(['a', 'ß']), tf.complex([1, 2], [3, 4])];
    void tf.setBackend('simd');
    const before = heapBytes();
    const both = tf.tidy(() => [
      tf.concat([words, words]).dataSync(),
      tf.real(complex).dataSync(),
      tf.imag(complex).dataSync(),
    ]);
    expect(both.map((values) => [...values])).toEqual([
      ['a', 'ß', 'a', 'ß'],
      [1, 2],
      [3, 4],
    ]);
    tf.dispose([words, complex]);
    expect(heapBytes()).toBe(before);
  });

  test('variables take new values, and give the old ones back', () => {
    const before = heapBytes();
    const initial = tf.zeros([50]);
    const variable = tf.variable(initial);
    for (let i = 0; i < 10; i++) tf.tidy(() => variable.assign(tf.add(variable, 1)));
    expect([...variable.dataSync()]).toEqual(Array.from({ length: 50 }, () => 10));
    tf.dispose([initial, variable]);
    expect(heapBytes()).toBe(before);
  });

  test('values of the wrong number are an error that takes nothing', () => {
    const before = heapBytes();
    expect(() => backend().write(new Float32Array(5), [4], 'float32')).toThrow(RangeError);
    expect(heapBytes()).toBe(before);
  });

  test('a kernel cannot ask where a string lies', () => {
    const words = tf.tensor(['a']);
    expect(() => backend().addressOf(words)).toThrow('asked for the address of a string tensor');
    words.dispose();
  });

  test('2,500 steps of random shapes leak nothing', () => {
    const side = fc.integer({ min: 0, max: 20 });
    const before = tf.memory();
    const step = fc.property(side, side, side, (rows, depth, columns) => {
      tf.tidy(() => {
        const [a, b] = [tf.ones([rows, depth]), tf.ones([depth, columns])];
        const product = tf.softmax(tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D));
        tf.concat([product, tf.transpose(tf.transpose(product))], 1);
      });
    });
    fc.assert(step, { seed: 1, numRuns: 2500 });
    expect(tf.memory()).toEqual(before);
  });
});
