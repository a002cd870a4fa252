import { relaxedSimd, simd, threads } from 'wasm-feature-detect';
import { createMemory } from './create-memory.ts';
import type { KernelFunctions } from './kernel-functions.ts';
import { unshareMemory } from './unshare-memory.ts';

/** Which of the two builds runs: `relaxed` is faster, `strict` gives the same bits on every machine. */
export type KernelBuild = 'relaxed' | 'strict';

export type InstantiatedKernels = {
  readonly build: KernelBuild;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** What the memory may grow to. */
  readonly maximumPages: number;
  readonly functions: KernelFunctions;
};

/**
 * Loads the kernels.
 *
 * @param strict - use the build whose results do not depend on the machine
 * @param sharedMemory - whether threads may share the memory; if absent, whether this machine lets them
 * @throws Error if this machine's WebAssembly has no SIMD
 */
export const instantiateKernels = async (strict: boolean, sharedMemory?: boolean): Promise<InstantiatedKernels> => {
  if (!(await simd())) {
    throw new Error('backend-simd: WebAssembly has no SIMD here; use the wasm or the cpu backend.');
  }
  const build: KernelBuild = !strict && (await relaxedSimd()) ? 'relaxed' : 'strict';
  const { wasmBase64 } = await (build === 'relaxed'
    ? import('../generated/relaxed.ts')
    : import('../generated/strict.ts'));
  const bytes = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const shared = sharedMemory ?? (await threads());
  const { memory, maximumPages } = createMemory(shared);
  const abort = (): never => {
    throw new Error('backend-simd: a kernel aborted; please report it.');
  };
  const { module, instance } = await WebAssembly.instantiate(shared ? bytes : unshareMemory(bytes), {
    env: { memory, abort },
  });
  return { build, module, memory, maximumPages, functions: instance.exports as unknown as KernelFunctions };
};
