// The files of tfjs's own wasm backend, which the build puts beside the scripts.
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { WasmFiles } from './start-backend.ts';

export const wasmFiles: WasmFiles = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  // It wants to know where all are; this one is never fetched, since its threads are switched off.
  'tfjs-backend-wasm-threaded-simd.wasm': simd,
};
