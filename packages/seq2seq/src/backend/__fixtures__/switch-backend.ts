import * as tf from '@tensorflow/tfjs-core';
import { type BackendName, useBackend } from '../use-backend.ts';

/** SIMD backends by what they were made with. */
const made = new Map<string, tf.KernelBackend>();

/**
 * `useBackend` for tests that go to and fro. A SIMD backend that is left stays, with its memory and its threads, which take a hundred
 * times longer to start than most tests compute; `useBackend` would end it.
 */
export const switchBackend = async (backend: BackendName, threads: number | 'auto'): Promise<void> => {
  if (!backend.startsWith('simd')) return useBackend(backend, { threads });
  const options = `${backend} ${threads}`;
  const before = made.get(options);
  if (before && tf.findBackendFactory('simd')) {
    tf.engine().registry['simd'] = before;
    await tf.setBackend('simd');
    return;
  }
  await useBackend(backend, { threads });
  const fresh = tf.backend();
  // Whoever registers another one next would end its threads.
  made.set(options, Object.assign(fresh, { dispose: () => undefined }));
};
