import type { DataType } from '@tensorflow/tfjs-core';
import type { Heap } from './memory/heap.ts';

/** Types whose values lie in the heap, and the bytes that one takes. Strings and complex numbers stay with JavaScript. */
export const bytesPerValue: Readonly<Partial<Record<DataType, number>>> = { float32: 4, int32: 4, bool: 1 };

type Values = Float32Array | Int32Array | Uint8Array;

/**
 * Where a tensor's values lie. Kernels of backend-cpu read `values`; ours take the address.
 *
 * A kernel of backend-cpu may make a tensor while it looks at others through views. If that would make a memory grow that is not shared,
 * and its views be lost, the new tensor waits outside of the heap until someone asks for its address.
 */
export class HeapTensorData {
  readonly dtype: DataType;
  readonly length: number;
  refCount: number;
  readonly #heap: Heap;
  readonly #bytes: number;
  #address: number | undefined;
  #waiting: Values | undefined;

  constructor(heap: Heap, dtype: DataType, length: number, refCount: number) {
    this.#heap = heap;
    this.dtype = dtype;
    this.length = length;
    this.refCount = refCount;
    this.#bytes = length * (bytesPerValue[dtype] as number);
    this.#address = heap.allocateOrWait(this.#bytes);
    if (this.#address === undefined) this.#waiting = this.#valuesIn(new ArrayBuffer(this.#bytes), 0);
  }

  /** Moves into the heap if need be, which may grow it: hold no view of it while asking. */
  get address(): number {
    if (this.#address !== undefined) return this.#address;
    this.#address = this.#heap.settle(this.#bytes);
    this.values.set(this.#waiting as Values);
    this.#waiting = undefined;
    return this.#address;
  }

  /** A view, made anew each time because the memory may have grown: use it at once. */
  get values(): Values {
    if (this.#address === undefined) return this.#waiting as Values;
    return this.#valuesIn(this.#heap.memory.buffer, this.#address);
  }

  release(): void {
    if (this.#address === undefined) this.#heap.leave(this.#bytes);
    else this.#heap.free(this.#address);
  }

  #valuesIn(buffer: ArrayBufferLike, address: number): Values {
    if (this.dtype === 'float32') return new Float32Array(buffer, address, this.length);
    if (this.dtype === 'int32') return new Int32Array(buffer, address, this.length);
    return new Uint8Array(buffer, address, this.length);
  }
}
