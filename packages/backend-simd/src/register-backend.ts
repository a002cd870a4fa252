import { findBackendFactory, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import type { SimdBackendOptions } from './simd-backend.ts';

/** The name to give to `tf.setBackend`. */
export const backendName = 'simd';

/**
 * Makes `tf.setBackend('simd')` possible. Nothing is loaded until then; another call replaces the options, and with them the backend if
 * it runs already.
 */
export const registerSimdBackend = (options: SimdBackendOptions = {}): void => {
  if (findBackendFactory(backendName)) removeBackend(backendName);
  registerBackend(backendName, async () => {
    const [{ createSimdBackend }, { registerKernels }] = await Promise.all([
      import('./simd-backend.ts'),
      import('./register-kernels.ts'),
    ]);
    const backend = await createSimdBackend(options);
    registerKernels();
    return backend;
  });
};
