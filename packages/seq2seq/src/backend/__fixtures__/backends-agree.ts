// The same run on backend-cpu, with plain operations, and on both builds of the SIMD backend, with fused ones.
import { type Closeness, expectClose } from '@seq2seq/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { BackendName } from '../use-backend.ts';
import { switchBackend } from './switch-backend.ts';

/** What a run gives, by name. */
export type Numbers = ReadonlyMap<string, Float32Array>;

/** Numbers that look like any others, the same each time. */
export const waves = (size: number, frequency: number, height = 1): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => height * Math.sin(1 + frequency * i));

/** Reads tensors and gives them back. */
export const readAll = (tensors: Readonly<Record<string, tf.Tensor>>): Numbers => {
  const numbers = Object.entries(tensors).map(([name, tensor]): [string, Float32Array] => [
    name,
    tensor.dataSync().slice() as Float32Array,
  ]);
  tf.dispose(Object.values(tensors));
  return new Map(numbers);
};

/**
 * Runs on all of them, and fails unless the SIMD builds are close to backend-cpu, one thread and three give the same bits, and no tensor
 * and no byte is left.
 */
export const expectAgreement = async (run: () => Numbers, closeness: Closeness): Promise<void> => {
  const wanted = await runOn('cpu', 'auto', run);
  const one = await runOn('simd', 1, run);
  expect(await runOn('simd', 3, run)).toEqual(one);
  for (const actual of [one, await runOn('simd-strict', 2, run)]) {
    expect([...actual.keys()]).toEqual([...wanted.keys()]);
    for (const [name, numbers] of wanted) expectClose(actual.get(name) as Float32Array, numbers, closeness);
  }
};

/** Runs on backend-cpu and on tfjs's WASM backend, and fails unless they are close, and no tensor and no byte is left. */
export const expectWasmAgreement = async (run: () => Numbers, closeness: Closeness): Promise<void> => {
  const wanted = await runOn('cpu', 'auto', run);
  const actual = await runOn('wasm', 'auto', run);
  expect([...actual.keys()]).toEqual([...wanted.keys()]);
  for (const [name, numbers] of wanted) expectClose(actual.get(name) as Float32Array, numbers, closeness);
};

const runOn = async (backend: BackendName, threads: number | 'auto', run: () => Numbers): Promise<Numbers> => {
  await switchBackend(backend, threads);
  soilMemory();
  const before = memoryInUse();
  const numbers = run();
  expect(memoryInUse()).toEqual(before);
  return numbers;
};

/** Leaves NaN where new tensors will lie, so that a kernel which forgets to write a value is found out. */
export const soilMemory = (): void => tf.tensor1d(new Float32Array(100_000).fill(Number.NaN)).dispose();

/** Live tensors, and the bytes that they and scratch space take. */
export const memoryInUse = (): { readonly tensors: number; readonly bytes: number | undefined } => {
  const { numTensors, numBytesInHeap } = tf.memory() as tf.MemoryInfo & { readonly numBytesInHeap?: number };
  return { tensors: numTensors, bytes: numBytesInHeap };
};

/** The kernels that a run takes, in their order. */
export const kernelsOf = async (run: () => void): Promise<string[]> => (await tf.profile(run)).kernelNames;
