import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { improveWasmKernels } from './wasm-kernels.ts';

/** Where tensors are computed. `wasm`: SIMD, in Node and in browsers; `cpu`: plain JavaScript, slow, for comparison. */
export type BackendName = 'wasm' | 'cpu';

export const backendNames: readonly BackendName[] = ['wasm', 'cpu'];

/**
 * The one place where the backend is chosen: loads it, makes it able to train, and makes it current.
 *
 * @throws ConfigError if there is no such backend or it does not start here
 */
export const useBackend = async (name: BackendName = 'wasm'): Promise<void> => {
  const load: Record<BackendName, () => Promise<unknown>> = {
    wasm: () => import('@tensorflow/tfjs-backend-wasm'),
    cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  };
  if (!Object.hasOwn(load, name)) {
    throw new ConfigError(`backend: there is no "${name}"; known are ${backendNames.join(', ')}.`, 'backend');
  }
  await load[name]();
  if (!(await tf.setBackend(name))) {
    throw new ConfigError(
      `backend: ${name} does not start on this machine; try ${name === 'cpu' ? 'wasm' : 'cpu'}.`,
      'backend',
    );
  }
  if (name === 'wasm') improveWasmKernels();
};
