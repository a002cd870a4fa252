import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
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
  // This machine has relaxed SIMD, or both are strict.
  const hasRelaxed = WebAssembly.validate(
    Uint8Array.of(
      ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1],
      ...[13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
    ),
  );
  expect(second.build).toBe(hasRelaxed ? 'relaxed' : 'strict');
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
