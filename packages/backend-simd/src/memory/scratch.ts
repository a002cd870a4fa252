import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.ts';

/** In the place of a tensor's id: where values lie that tfjs knows nothing of. */
export class ScratchId {
  readonly address: number;

  constructor(address: number) {
    this.address = address;
  }
}

/** Room that a kernel takes for itself and gives back before it returns, for less than tensors cost: a search has thousands of small steps. */
export class Scratch {
  readonly #heap: Heap;
  readonly #addresses: number[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Like a float32 tensor for other parts of a kernel; never to be returned. What it holds is left from before. */
  take(shape: readonly number[]): TensorInfo {
    const address = this.#heap.allocate(shape.reduce((product, size) => product * size, 4));
    this.#addresses.push(address);
    return { dataId: new ScratchId(address), shape: [...shape], dtype: 'float32' };
  }

  release(): void {
    for (const address of this.#addresses.splice(0)) this.#heap.free(address);
  }
}
