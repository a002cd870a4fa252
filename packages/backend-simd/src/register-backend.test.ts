import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { relaxedSimd } from 'wasm-feature-detect';
import { backendName, registerSimdBackend } from './index.ts';
import type { SimdBackend } from './simd-backend.ts';

afterEach(() => vi.restoreAllMocks());

test('registering again replaces the backend and its options, without a warning', async () => {
  const warn = vi.spyOn(console, 'warn');
  registerSimdBackend({ strict: true, threads: 1 });
  await tf.setBackend(backendName);
  const first = tf.backend() as unknown as SimdBackend;
  expect(first.build).toBe('strict');
  registerSimdBackend({ strict: false, threads: 1 });
  expect(await tf.setBackend(backendName)).toBe(true);
  const second = tf.backend() as unknown as SimdBackend;
  expect(second).not.toBe(first);
  expect(second.build).toBe((await relaxedSimd()) ? 'relaxed' : 'strict');
  expect(warn).not.toHaveBeenCalled();
});

test('every kernel of backend-cpu is there', async () => {
  registerSimdBackend({ threads: 1 });
  await tf.setBackend(backendName);
  const names = (backend: string): string[] => tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  const missing = names('cpu').filter((name) => !names(backendName).includes(name));
  expect(missing).toEqual([]);
  expect(names('cpu').length).toBeGreaterThan(150);
});

test('a machine without SIMD is told what to use instead', async () => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const stack = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  registerSimdBackend();
  expect(await tf.setBackend(backendName)).toBe(false);
  const said = JSON.stringify([vi.mocked(console.warn).mock.calls, stack.mock.calls]);
  expect(said).toContain('WebAssembly has no SIMD here; use the wasm or the cpu backend');
});
