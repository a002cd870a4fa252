import { relaxedSimd, simd, threads } from 'wasm-feature-detect';
import type { KernelFunctions } from './kernel-functions.ts';

/** Which of the two builds runs: `relaxed` is faster, `strict` gives the same bits on every machine. */
export type KernelBuild = 'relaxed' | 'strict';

export type InstantiatedKernels = {
  readonly build: KernelBuild;
  readonly memory: WebAssembly.Memory;
  readonly functions: KernelFunctions;
};

const maximumPages = 65_536;

/**
 * Loads the kernels.
 *
 * @param strict - use the build whose results do not depend on the machine
 * @throws Error if this machine's WebAssembly has no SIMD or no shared memory
 */
export const instantiateKernels = async (strict: boolean): Promise<InstantiatedKernels> => {
  if (!(await simd()) || !(await threads())) {
    throw new Error('backend-simd: WebAssembly has no SIMD or no shared memory here; use the wasm or the cpu backend.');
  }
  const build: KernelBuild = !strict && (await relaxedSimd()) ? 'relaxed' : 'strict';
  const { wasmBase64 } = await (build === 'relaxed'
    ? import('../generated/relaxed.ts')
    : import('../generated/strict.ts'));
  const bytes = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: 256, maximum: maximumPages, shared: true });
  const abort = (): never => {
    throw new Error('backend-simd: a kernel aborted; please report it.');
  };
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort } });
  return { build, memory, functions: instance.exports as unknown as KernelFunctions };
};
