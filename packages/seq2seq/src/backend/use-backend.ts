import { registerSimdBackend } from '@seq2seq/backend-simd';
import { ConfigError } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { improveWasmKernels } from './wasm-kernels.ts';

/**
 * Where tensors are computed. `simd`: our own kernels on several threads, the fastest; `simd-strict`: the same with results that are
 * equal, bit for bit, on every machine; `wasm`: tfjs's own, one thread; `cpu`: plain JavaScript, slow, for comparison.
 */
export type BackendName = 'simd' | 'simd-strict' | 'wasm' | 'cpu';

export const backendNames: readonly BackendName[] = ['simd', 'simd-strict', 'wasm', 'cpu'];

export type BackendOptions = {
  /** How many threads compute, on `simd` and `simd-strict`: the results do not depend on it. By default one a core. */
  readonly threads?: number | 'auto';
};

/** How each backend is loaded, and what tfjs calls it. */
const backends: Readonly<
  Record<BackendName, { readonly tfjsName: string; load(options: BackendOptions): void | Promise<unknown> }>
> = {
  simd: { tfjsName: 'simd', load: ({ threads = 'auto' }) => registerSimdBackend({ threads }) },
  'simd-strict': { tfjsName: 'simd', load: ({ threads = 'auto' }) => registerSimdBackend({ threads, strict: true }) },
  wasm: { tfjsName: 'wasm', load: () => import('@tensorflow/tfjs-backend-wasm') },
  cpu: { tfjsName: 'cpu', load: () => import('@tensorflow/tfjs-backend-cpu') },
};

/**
 * The one place where the backend is chosen: loads it, makes it able to train, and makes it current. Without a name that is `simd`, or
 * `wasm` where `simd` does not start.
 *
 * @throws ConfigError if there is no such backend, it has no threads to set, or it does not start here
 */
export const useBackend = async (name?: BackendName, options: BackendOptions = {}): Promise<void> => {
  if (name === undefined) {
    if (!(await start('simd', options))) await useBackend('wasm');
    return;
  }
  if (!Object.hasOwn(backends, name)) {
    throw new ConfigError(`backend: there is no "${name}"; known are ${backendNames.join(', ')}.`, 'backend');
  }
  const { threads } = options;
  if (backends[name].tfjsName !== 'simd' && typeof threads === 'number' && threads !== 1) {
    throw new ConfigError(`backend: ${name} computes on one thread, but threads is ${threads}; use simd.`, 'threads');
  }
  if (!(await start(name, options))) {
    throw new ConfigError(
      `backend: ${name} does not start on this machine; try ${name === 'wasm' ? 'cpu' : 'wasm'}.`,
      'backend',
    );
  }
};

const start = async (name: BackendName, options: BackendOptions): Promise<boolean> => {
  const { tfjsName, load } = backends[name];
  await load(options);
  const started = await tf.setBackend(tfjsName);
  if (started && name === 'wasm') improveWasmKernels();
  return started;
};
