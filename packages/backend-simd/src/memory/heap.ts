import { alignment, type Allocator, createAllocator } from './allocator.ts';
import { MemoryExhaustedError } from './memory-exhausted-error.ts';

/** 64 kB: what a WebAssembly memory grows by. */
const pageBytes = 65_536;
const maximumBytes = 65_536 * pageBytes;
/** A growing memory takes this much at once, so that it grows seldom. */
const growthBytes = 16 * 2 ** 20;

/** The one memory that all tensors lie in, with views of it as numbers. Views are made anew when it grows: do not keep them. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u8: Uint8Array;
  /** Bytes taken by tensors and by scratch space. */
  readonly bytesHeld: number;
  /**
   * Room for so many bytes, at a multiple of 64. What it holds is left from before.
   *
   * @throws MemoryExhaustedError if they do not fit into the memory or the budget
   */
  allocate(bytes: number): number;
  free(address: number): void;
}

export type HeapOptions = {
  /** The first address behind what the kernels keep for themselves. */
  readonly start: number;
  /** Most bytes that may be taken; 4 GB if absent. */
  readonly byteBudget?: number | undefined;
};

export const createHeap = (memory: WebAssembly.Memory, { start, byteBudget = maximumBytes }: HeapOptions): Heap => {
  const allocator: Allocator = createAllocator(start, memory.buffer.byteLength);
  let views = viewsOf(memory);

  const grow = (bytes: number): boolean => {
    const wanted = Math.max(growthBytes, bytes + alignment);
    const pages = Math.ceil(wanted / pageBytes);
    try {
      memory.grow(pages);
    } catch {
      return false;
    }
    views = viewsOf(memory);
    allocator.extendTo(memory.buffer.byteLength);
    return true;
  };

  return {
    memory,
    get f32() {
      return views.f32;
    },
    get i32() {
      return views.i32;
    },
    get u8() {
      return views.u8;
    },
    get bytesHeld() {
      return allocator.bytesHeld;
    },
    allocate: (bytes) => {
      if (allocator.bytesHeld + bytes > byteBudget)
        throw new MemoryExhaustedError(bytes, allocator.bytesHeld, byteBudget);
      const address = allocator.allocate(bytes) ?? (grow(bytes) ? allocator.allocate(bytes) : undefined);
      if (address === undefined) throw new MemoryExhaustedError(bytes, allocator.bytesHeld, maximumBytes);
      return address;
    },
    free: (address) => allocator.free(address),
  };
};

const viewsOf = ({ buffer }: WebAssembly.Memory) => ({
  f32: new Float32Array(buffer),
  i32: new Int32Array(buffer),
  u8: new Uint8Array(buffer),
});
