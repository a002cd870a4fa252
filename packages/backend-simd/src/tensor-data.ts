import type { DataType } from '@tensorflow/tfjs-core';
import type { Heap } from './memory/heap.ts';

/** Types whose values lie in the heap, and the bytes that one takes. Strings and complex numbers stay with JavaScript. */
export const bytesPerValue: Readonly<Partial<Record<DataType, number>>> = { float32: 4, int32: 4, bool: 1 };

/** Where a tensor's values lie. Kernels of backend-cpu read `values`; ours take the address. */
export class HeapTensorData {
  readonly dtype: DataType;
  readonly address: number;
  readonly length: number;
  refCount: number;
  readonly #heap: Heap;

  constructor(heap: Heap, dtype: DataType, length: number, refCount: number) {
    this.#heap = heap;
    this.dtype = dtype;
    this.length = length;
    this.refCount = refCount;
    this.address = heap.allocate(length * (bytesPerValue[dtype] as number));
  }

  /** A view, made anew each time because the memory may have grown: use it at once. */
  get values(): Float32Array | Int32Array | Uint8Array {
    const { buffer } = this.#heap.memory;
    if (this.dtype === 'float32') return new Float32Array(buffer, this.address, this.length);
    if (this.dtype === 'int32') return new Int32Array(buffer, this.address, this.length);
    return new Uint8Array(buffer, this.address, this.length);
  }

  release(): void {
    this.#heap.free(this.address);
  }
}
