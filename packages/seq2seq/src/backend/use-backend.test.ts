import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type BackendName, backendNames, useBackend } from './use-backend.ts';

test('improves the kernels of wasm once, and those of cpu never', () => {
  const program = fileURLToPath(new URL('./__fixtures__/improve-kernels.mjs', import.meta.url));
  const seen: unknown = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }));
  expect(seen).toEqual({ isImproved: true, isImprovedOnce: true, isCpuAsItWas: true });
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
