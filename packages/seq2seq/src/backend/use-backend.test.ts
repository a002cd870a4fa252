import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type BackendName, backendNames, useBackend } from './use-backend.ts';

const kernelOf = (backend: string): unknown => tf.getKernel('BatchMatMul', backend)?.kernelFunc;

// First: nothing has chosen a backend yet.
test('improves the kernels of wasm once, and those of cpu never', async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  const cpu = kernelOf('cpu');
  await import('@tensorflow/tfjs-backend-wasm');
  const stock = kernelOf('wasm');
  await useBackend('wasm');
  const improved = kernelOf('wasm');
  expect(improved).toBeTypeOf('function');
  expect(improved).not.toBe(stock);
  await useBackend('cpu');
  await useBackend('wasm');
  expect(kernelOf('wasm')).toBe(improved);
  expect(kernelOf('cpu')).toBe(cpu);
});

test('makes a backend current; simd is the default', async () => {
  for (const name of backendNames) {
    await useBackend(name);
    expect(tf.getBackend()).toBe(name === 'simd-strict' ? 'simd' : name);
  }
  await useBackend();
  expect(tf.getBackend()).toBe('simd');
});

test('threads are refused where there is one', async () => {
  await expect(useBackend('wasm', { threads: 2 })).rejects.toThrow(
    'wasm computes on one thread, but threads is 2; use simd',
  );
  await useBackend('wasm', { threads: 1 });
});

test.each(['webgl', 'WASM', '', 'toString'])('"%s" is refused with what there is', async (name) => {
  await useBackend('cpu');
  const refused = useBackend(name as BackendName);
  await expect(refused).rejects.toThrow(ConfigError);
  await expect(refused).rejects.toThrow(`backend: there is no "${name}"; known are simd, simd-strict, wasm, cpu.`);
  expect(tf.getBackend()).toBe('cpu');
});
