import { type Allocator, createAllocator, roundUp } from './allocator.ts';
import { MemoryExhaustedError } from './memory-exhausted-error.ts';

/** 64 kB: what a WebAssembly memory grows by. */
const pageBytes = 65_536;
/** A growing memory takes this much at once, so that it grows seldom. */
const growthBytes = 16 * 2 ** 20;

/** The one memory that all tensors lie in, with views of it as numbers. Views are made anew when it grows: do not keep them. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u8: Uint8Array;
  /** Bytes taken by tensors, by those that wait outside as well, and by scratch space. */
  readonly bytesHeld: number;
  /**
   * Room for so many bytes, at a multiple of 64. What it holds is left from before.
   *
   * @throws MemoryExhaustedError if they do not fit into the memory or the budget
   */
  allocate(bytes: number): number;
  /**
   * The same while someone may look at the memory through a view: undefined if it would have to grow and views would be lost by that,
   * because it is not shared. The bytes count as held; they wait outside until `settle` or `leave`.
   */
  allocateOrWait(bytes: number): number | undefined;
  /** Room for bytes that waited: nobody looks through a view now, and the memory may grow. */
  settle(bytes: number): number;
  /** Bytes that waited are not needed any more. */
  leave(bytes: number): void;
  free(address: number): void;
}

export type HeapOptions = {
  /** The first address behind what the kernels keep for themselves. */
  readonly start: number;
  /** Most bytes that may be taken; as many as the memory has if absent. */
  readonly byteBudget?: number | undefined;
  /** What the memory was made to grow to at most; 4 GB if absent. */
  readonly maximumPages?: number | undefined;
};

export const createHeap = (
  memory: WebAssembly.Memory,
  { start, byteBudget = Number.POSITIVE_INFINITY, maximumPages = 65_536 }: HeapOptions,
): Heap => {
  const allocator: Allocator = createAllocator(start, memory.buffer.byteLength);
  const keepsViews = isShared(memory);
  let views = viewsOf(memory);
  let bytesWaiting = 0;

  const bytesHeld = (): number => allocator.bytesHeld + bytesWaiting;
  const checkLimits = (bytes: number): void => {
    const wanted = bytesHeld() + roundUp(bytes);
    if (wanted > byteBudget) throw new MemoryExhaustedError(bytes, bytesHeld(), byteBudget, true);
    if (wanted > maximumPages * pageBytes) throw exhausted(bytes);
  };
  const exhausted = (bytes: number): MemoryExhaustedError =>
    new MemoryExhaustedError(bytes, bytesHeld(), memory.buffer.byteLength, false);

  /** As much as is good, or, if the machine does not give it, as little as is enough. */
  const grow = (bytes: number): void => {
    const pagesLeft = maximumPages - memory.buffer.byteLength / pageBytes;
    for (const wanted of [Math.max(growthBytes, bytes), bytes]) {
      const pages = Math.min(Math.ceil(roundUp(wanted) / pageBytes), pagesLeft);
      if (pages === 0) return;
      try {
        memory.grow(pages);
      } catch {
        continue;
      }
      views = viewsOf(memory);
      allocator.extendTo(memory.buffer.byteLength);
      return;
    }
  };

  const place = (bytes: number): number => {
    const address = allocator.allocate(bytes);
    if (address !== undefined) return address;
    grow(bytes);
    const inNewRoom = allocator.allocate(bytes);
    if (inNewRoom === undefined) throw exhausted(bytes);
    return inNewRoom;
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
      return bytesHeld();
    },
    allocate: (bytes) => {
      checkLimits(bytes);
      return place(bytes);
    },
    allocateOrWait: (bytes) => {
      checkLimits(bytes);
      if (keepsViews) return place(bytes);
      const address = allocator.allocate(bytes);
      if (address === undefined) bytesWaiting += roundUp(bytes);
      return address;
    },
    settle: (bytes) => {
      const address = place(bytes);
      bytesWaiting -= roundUp(bytes);
      return address;
    },
    leave: (bytes) => {
      bytesWaiting -= roundUp(bytes);
    },
    free: (address) => allocator.free(address),
  };
};

/** Whether threads may share the memory; then its views also outlive its growth. */
export const isShared = ({ buffer }: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

const viewsOf = ({ buffer }: WebAssembly.Memory): Pick<Heap, 'f32' | 'i32' | 'u8'> => ({
  f32: new Float32Array(buffer),
  i32: new Int32Array(buffer),
  u8: new Uint8Array(buffer),
});
