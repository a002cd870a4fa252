import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { registerSimdBackend } from '../index.ts';
import type { Matrix } from '../kernels/products/matrix.ts';
import type { SimdBackend, SimdMemory } from '../simd-backend.ts';
import { kernelsAndHeap } from '../threads/__fixtures__/kernels-and-heap.ts';
import { createJobRunner, type JobRunner } from '../threads/job-runner.ts';
import { PackedWeights } from './packed-weights.ts';

describe('the cache', () => {
  let kernels: Awaited<ReturnType<typeof kernelsAndHeap>>;
  let runner: JobRunner;
  beforeAll(async () => {
    kernels = await kernelsAndHeap();
    runner = await createJobRunner({ ...kernels, threads: 2 });
  });
  afterAll(() => runner.dispose());

  const cacheOf = (mostBytes: number): PackedWeights =>
    new PackedWeights(kernels.functions, kernels.heap, runner, mostBytes);
  const stored = (rows: number, columns: number): Matrix => {
    const address = kernels.heap.allocate(rows * columns * 4);
    kernels.heap.f32.fill(1, address / 4, address / 4 + rows * columns);
    return { address, rows, columns, rowStride: columns * 4, columnStride: 4 };
  };
  // Columns are packed in eights: 5 · 8 float32 take 160 bytes, and 192 in whole cache lines.
  const bytesOf5By7 = 192;

  test('packs at the second use and keeps that', () => {
    const cache = cacheOf(10_000);
    const [dataId, matrix] = [{}, stored(5, 7)];
    const before = kernels.heap.bytesHeld;
    expect([cache.use(dataId, matrix), cache.bytesHeld]).toEqual([undefined, 0]);
    const address = cache.use(dataId, matrix);
    expect(address).toBeDefined();
    expect([cache.bytesHeld, kernels.heap.bytesHeld - before]).toEqual([bytesOf5By7, bytesOf5By7]);
    expect(cache.use(dataId, matrix)).toBe(address);
    expect(cache.bytesHeld).toBe(bytesOf5By7);
    cache.forget(dataId);
    expect([cache.bytesHeld, kernels.heap.bytesHeld]).toEqual([0, before]);
  });

  test('each way of reading a tensor has a second use of its own', () => {
    const cache = cacheOf(10_000);
    const [dataId, matrix] = [{}, stored(5, 7)];
    const transposed = { ...matrix, rows: 7, columns: 5, rowStride: 4, columnStride: 28 };
    const upper = { ...matrix, rows: 4 };
    const lower = { ...upper, address: matrix.address + 28 };
    const ways = [matrix, transposed, upper, lower];
    expect(ways.map((way) => cache.use(dataId, way))).toEqual(ways.map(() => undefined));
    expect(new Set(ways.map((way) => cache.use(dataId, way))).size).toBe(4);
    // 7 · 8 float32 are 224 bytes, 4 · 8 are 128.
    expect(cache.bytesHeld).toBe(bytesOf5By7 + 256 + 128 + 128);
    cache.forget(dataId);
    expect(cache.bytesHeld).toBe(0);
  });

  test('what was forgotten begins anew, and forgetting a stranger does nothing', () => {
    const cache = cacheOf(10_000);
    const [dataId, other, matrix] = [{}, {}, stored(5, 7)];
    cache.use(dataId, matrix);
    cache.forget(dataId);
    expect(cache.use(dataId, matrix)).toBeUndefined();
    expect(cache.use(other, matrix)).toBeUndefined();
    expect(cache.use(dataId, matrix)).toBeDefined();
    cache.forget(other);
    cache.forget({});
    expect(cache.bytesHeld).toBe(bytesOf5By7);
    cache.forget(dataId);
    expect(cache.bytesHeld).toBe(0);
  });

  test('no more than its limit, to the byte; room that is given back is used again', () => {
    const cache = cacheOf(2 * bytesOf5By7);
    const ids = [{}, {}, {}] as const;
    const matrix = stored(5, 7);
    for (const id of ids) cache.use(id, matrix);
    const places = ids.map((id) => cache.use(id, matrix) !== undefined);
    expect([places, cache.bytesHeld]).toEqual([[true, true, false], 2 * bytesOf5By7]);
    cache.forget(ids[0]);
    expect(cache.use(ids[2], matrix)).toBeDefined();
    for (const id of ids) cache.forget(id);
    expect(cache.bytesHeld).toBe(0);
  });
});

const packedBytes = (): number => (tf.memory() as unknown as SimdMemory).numBytesOfPackedWeights;
const tensorBytes = (): number => (tf.memory() as unknown as SimdMemory).numBytesInHeap;
const waves = (rows: number, columns: number): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(1 + i)),
    [rows, columns],
  );
const product = (a: tf.Tensor2D, b: tf.Tensor2D, transposeB = false): Float32Array =>
  tf.tidy(() => tf.matMul(a, b, false, transposeB).dataSync().slice() as Float32Array);

describe.each([
  { threads: 1, strict: false },
  { threads: 3, strict: false },
  { threads: 3, strict: true },
])('products, threads: $threads, strict: $strict', (options) => {
  beforeEach(async () => {
    registerSimdBackend(options);
    await tf.setBackend('simd');
  });

  test('have the same bits from packed weights, which tf.memory() counts until the tensor is disposed of', () => {
    const before = tf.memory();
    // Panels are 8 wide, blocks 128 deep; some have enough panels to be shared among threads, and enough work to wake them.
    for (const [rows, depth, columns] of [
      [1, 1, 1],
      [1, 130, 17],
      [3, 5, 7],
      [5, 257, 100],
      [70, 130, 203],
    ] as const) {
      for (const transposed of [false, true]) {
        const a = waves(rows, depth);
        const b = transposed ? waves(columns, depth) : waves(depth, columns);
        const held = tensorBytes();
        const unpacked = product(a, b, transposed);
        expect(packedBytes()).toBe(0);
        expect(product(a, b, transposed)).toEqual(unpacked);
        const wanted = Math.ceil((depth * Math.ceil(columns / 8) * 8 * 4) / 64) * 64;
        expect(packedBytes()).toBe(wanted);
        expect(product(a, b, transposed)).toEqual(unpacked);
        expect([packedBytes(), tensorBytes()]).toEqual([wanted, held]);
        tf.dispose([a, b]);
        expect(packedBytes()).toBe(0);
      }
    }
    expect(tf.memory()).toEqual(before);
  });

  test('follow a variable that takes new values, and a tensor that has been on another backend', async () => {
    const before = tf.memory();
    const [a, first, second] = [waves(6, 20), waves(20, 30), waves(20, 30)];
    const b = tf.variable(first);
    for (let i = 0; i < 3; i++) product(a, b);
    expect(packedBytes()).toBeGreaterThan(0);
    const doubled: tf.Tensor2D = tf.mul(second, 2);
    b.assign(doubled);
    tf.dispose([first, doubled]);
    expect(packedBytes()).toBe(0);
    // Doubled exactly, so the product is, too.
    const wanted = product(a, second).map((value) => 2 * value);
    for (let i = 0; i < 3; i++) expect(product(a, b)).toEqual(wanted);
    expect(packedBytes()).toBeGreaterThan(0);

    void tf.setBackend('cpu');
    tf.tidy(() => void tf.neg(b));
    void tf.setBackend('simd');
    expect(packedBytes()).toBe(0);
    for (let i = 0; i < 3; i++) expect(product(a, b)).toEqual(wanted);
    tf.dispose([a, b, second]);
    expect(tf.memory()).toEqual(before);
  });
});

describe('a byte budget', () => {
  const byteBudget = 8 * 2 ** 20;
  /** Packed, they take the same: 300 · 304 float32, which are whole cache lines. */
  const weightBytes = 364_800;
  const weights = (): tf.Tensor2D => waves(300, 304);
  const held = (): number => (tf.backend() as unknown as SimdBackend).heap.bytesHeld;

  beforeEach(async () => {
    registerSimdBackend({ byteBudget, threads: 1 });
    await tf.setBackend('simd');
  });

  test('a quarter of it is the most that packed weights take', () => {
    const a = waves(2, 300);
    const many = Array.from({ length: 10 }, weights);
    for (const b of many) {
      const unpacked = product(a, b);
      for (let i = 0; i < 2; i++) expect(product(a, b)).toEqual(unpacked);
    }
    expect(packedBytes()).toBe(5 * weightBytes);
    expect(6 * weightBytes).toBeGreaterThan(byteBudget / 4);
    tf.dispose([a, ...many]);
    expect(packedBytes()).toBe(0);
  });

  test('where it leaves no room for packed weights, products take them as they lie', () => {
    const [a, b] = [waves(2, 300), weights()];
    const unpacked = product(a, b);
    const filler = tf.zeros([byteBudget - held() - weightBytes / 2], 'bool');
    expect(product(a, b)).toEqual(unpacked);
    expect(packedBytes()).toBe(0);
    filler.dispose();
    expect(product(a, b)).toEqual(unpacked);
    expect(packedBytes()).toBe(weightBytes);
    tf.dispose([a, b]);
  });
});
