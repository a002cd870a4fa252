/**
 * A TensorFlow.js backend for training on the CPU: SIMD kernels in WebAssembly, everything that backend-cpu can do.
 *
 * @packageDocumentation
 */
export { backendName, registerSimdBackend } from './register-backend.ts';
export { MemoryExhaustedError } from './memory/memory-exhausted-error.ts';
export { ThreadError } from './threads/thread-error.ts';
export type { SimdBackend, SimdBackendOptions } from './simd-backend.ts';
