import { createHeap, type Heap } from '../../memory/heap.ts';
import { wasmBase64 } from '../../generated/strict.ts';
import type { KernelFunctions } from '../../wasm/kernel-functions.ts';

/** The strict kernels over a memory of their own, without a backend around them. */
export const kernelsAndHeap = async (): Promise<{ module: WebAssembly.Module; functions: KernelFunctions; heap: Heap }> => {
  const module = await WebAssembly.compile(Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 65_536, shared: true });
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort: () => undefined } });
  const functions = exports as unknown as KernelFunctions;
  return { module, functions, heap: createHeap(memory, { start: functions.heapStart() }) };
};
